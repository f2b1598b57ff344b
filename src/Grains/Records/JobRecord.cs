using System.Text.Json.Serialization;
using BirD.Contracts.Jobs;
using BirD.Contracts.Scheduling;

namespace BirD.Grains.Records;

/// <summary>The durable record of a job, <c>jobs/{id}/job.json</c>.</summary>
public sealed record JobRecord
{
    public const int CurrentSchema = 1;

    public int Schema { get; init; } = CurrentSchema;

    public required string Id { get; init; }

    public required JobSpecRecord Spec { get; init; }

    public required JobRunRecord Run { get; init; }

    public required JobState State { get; init; }

    /// <summary>Null in records from before there were terms.</summary>
    public JobTermsRecord? Terms { get; init; }

    public JobTerms ToTerms() => Terms is null ? new JobTerms() : new JobTerms(Terms.Priority, Terms.MaxInFlight);

    public JobNotice ToNotice() => new(Id, Run.ToRun(), State) { Terms = ToTerms(), Prior = Spec.PriorSha256 };
}

public sealed record JobTermsRecord(int Priority, int? MaxInFlight);

/// <summary>The specification as stored; apart from the message type, because files outlive messages.</summary>
public sealed record JobSpecRecord
{
    public required string SettingsJson { get; init; }

    public required string SettingsHash { get; init; }

    public required IReadOnlyList<InputRootRecord> Roots { get; init; }

    public required string Output { get; init; }

    public string? PriorSha256 { get; init; }

    public static JobSpecRecord From(JobSpec spec) => new()
    {
        SettingsJson = spec.SettingsJson,
        SettingsHash = spec.SettingsHash,
        Roots = [.. spec.Roots.Select(root => new InputRootRecord(root.Id, root.Location))],
        Output = spec.Output,
        PriorSha256 = spec.PriorSha256,
    };

    public JobSpec ToSpec() => new()
    {
        SettingsJson = SettingsJson,
        SettingsHash = SettingsHash,
        Roots = [.. Roots.Select(root => new InputRoot(root.Id, root.Location))],
        Output = Output,
        PriorSha256 = PriorSha256,
    };

    /// <summary>True for the same work; the prior is part of the settings hash.</summary>
    public bool Same(JobSpecRecord other) =>
        SettingsJson == other.SettingsJson
        && SettingsHash == other.SettingsHash
        && Output == other.Output
        && Roots.SequenceEqual(other.Roots);
}

public sealed record InputRootRecord(string Id, string Location);

/// <summary>A run as stored. Its steps and counts are written down at its end, and null until then.</summary>
public sealed record JobRunRecord(
    int Number, int Shards, long Items, bool Open = false, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Trace = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Steps = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] RunCountsRecord? Counts = null)
{
    public static JobRunRecord From(JobRun run) => new(run.Number, run.Shards, run.Items, run.Open, run.Trace);

    public JobRun ToRun() => new(Number, Shards, Items, Open, Trace);
}

/// <summary>Pictures by how they ended: whoever asks about an ended run need not read its shards, hundreds of them for a million.</summary>
public sealed record RunCountsRecord(long Restored, long Unchanged, long Skipped, long Failed);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n", UseStringEnumConverter = true)]
[JsonSerializable(typeof(JobRecord))]
internal sealed partial class JobRecordJson : JsonSerializerContext;
