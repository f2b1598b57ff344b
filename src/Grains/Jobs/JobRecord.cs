using System.Text.Json.Serialization;
using BirD.Contracts.Jobs;

namespace BirD.Grains.Jobs;

/// <summary>The durable record of a job, <c>jobs/{id}/job.json</c>.</summary>
public sealed record JobRecord
{
    public const int CurrentSchema = 1;

    public int Schema { get; init; } = CurrentSchema;

    public required string Id { get; init; }

    public required JobSpecRecord Spec { get; init; }

    public required JobRunRecord Run { get; init; }

    public required JobState State { get; init; }
}

/// <summary>The specification as stored; apart from the message type, because files outlive messages.</summary>
public sealed record JobSpecRecord
{
    public required string SettingsJson { get; init; }

    public required string SettingsHash { get; init; }

    public required IReadOnlyList<InputRootRecord> Roots { get; init; }

    public required string Output { get; init; }

    public static JobSpecRecord From(JobSpec spec) => new()
    {
        SettingsJson = spec.SettingsJson,
        SettingsHash = spec.SettingsHash,
        Roots = [.. spec.Roots.Select(root => new InputRootRecord(root.Id, root.Location))],
        Output = spec.Output,
    };

    public JobSpec ToSpec() => new()
    {
        SettingsJson = SettingsJson,
        SettingsHash = SettingsHash,
        Roots = [.. Roots.Select(root => new InputRoot(root.Id, root.Location))],
        Output = Output,
    };

    public bool Same(JobSpecRecord other) =>
        SettingsJson == other.SettingsJson
        && SettingsHash == other.SettingsHash
        && Output == other.Output
        && Roots.SequenceEqual(other.Roots);
}

public sealed record InputRootRecord(string Id, string Location);

public sealed record JobRunRecord(int Number, int Shards, long Items);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n", UseStringEnumConverter = true)]
[JsonSerializable(typeof(JobRecord))]
internal sealed partial class JobRecordJson : JsonSerializerContext;
