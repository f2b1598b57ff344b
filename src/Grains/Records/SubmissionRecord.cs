using System.Text.Json.Serialization;
using BirD.Contracts.Jobs;
using BirD.Storage.Inputs;

namespace BirD.Grains.Records;

/// <summary>The latest submission of a job, <c>jobs/{id}/submission.json</c>: what the listing needs, and how far it is.</summary>
public sealed record SubmissionRecord
{
    public const int OldestSchema = 1;
    public const int CurrentSchema = 2;

    public int Schema { get; init; } = CurrentSchema;

    public required string Id { get; init; }

    /// <summary>The run that this submission is.</summary>
    public required int Run { get; init; }

    /// <summary>With the input root as the only root.</summary>
    public required JobSpecRecord Spec { get; init; }

    /// <summary>Folder below the input root, '/'-separated; empty for all of it.</summary>
    public required string Prefix { get; init; }

    /// <summary>Input as the user named it: root and folder.</summary>
    public required string Input { get; init; }

    /// <summary>Output as the user named it.</summary>
    public required string Output { get; init; }

    /// <summary>SHA-256 of the prior.</summary>
    public required string Prior { get; init; }

    /// <summary>Patterns of the pictures that are meant; null for all.</summary>
    public IReadOnlyList<string>? Include { get; init; }

    /// <summary>Patterns of pictures that are not meant.</summary>
    public IReadOnlyList<string>? Exclude { get; init; }

    /// <summary>Masks by name; null to look beside the pictures, where the task takes masks.</summary>
    public SubmittedMask? Mask { get; init; }

    /// <summary>Make every result anew.</summary>
    public bool Force { get; init; }

    public int Priority { get; init; }

    public int? MaxInFlight { get; init; }

    public required DateTimeOffset Submitted { get; init; }

    public required string SubmittedBy { get; init; }

    public required SubmissionState State { get; init; }

    /// <summary>W3C trace context of the call that submitted it; null when that was not traced.</summary>
    public string? Trace { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Fault { get; init; }

    /// <summary>The schema that a silo must know to carry this out; others shall wait for one that does, not guess.</summary>
    public int NeededSchema => Include is null && Exclude is null && Mask is null && !Force ? OldestSchema : CurrentSchema;

    public InputFilter Filter => new(Include ?? [], Exclude ?? []);

    /// <summary>True when the other asks for the same work; priority, submitter and force don't count.</summary>
    public bool Same(SubmissionRecord other) => Scope == other.Scope && Spec.Same(other.Spec);

    /// <summary>Which pictures of the input's root are meant, and which masks.</summary>
    internal string Scope => string.Join('\n', [Prefix, .. Part("include", Include), .. Part("exclude", Exclude), .. Part("mask", Mask is null ? null : [Mask.Name])]);

    private static IEnumerable<string> Part(string what, IReadOnlyList<string>? texts) => (texts ?? []).Order(StringComparer.Ordinal).Select(text => $"{what}={text}");

    /// <summary>True until its run has ended. The job may have ended before the listing has said that it is complete.</summary>
    public bool IsUnfinished(JobRecord? job)
    {
        var active = job is { State: JobState.Running or JobState.Paused or JobState.Draining };
        return State switch
        {
            SubmissionState.Listing => active || job is null || job.Run.Number != Run || job.Run.Open,
            SubmissionState.Started => active,
            _ => false,
        };
    }
}

public enum SubmissionState
{
    /// <summary>The input is being listed.</summary>
    Listing = 0,

    /// <summary>The run is in the hands of the job.</summary>
    Started = 1,

    /// <summary>The input can't be listed; nothing was started.</summary>
    Failed = 2,

    /// <summary>Cancelled before the listing was complete.</summary>
    Cancelled = 3,
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n", UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SubmissionRecord))]
[JsonSerializable(typeof(OutputClaim))]
[JsonSerializable(typeof(IdempotencyRecord))]
internal sealed partial class SubmissionJson : JsonSerializerContext;
