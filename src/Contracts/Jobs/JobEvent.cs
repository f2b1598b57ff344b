namespace BirD.Contracts.Jobs;

/// <summary>A picture reached its end in this run.</summary>
[GenerateSerializer, Immutable, Alias("bird.job-event.v1")]
public sealed record JobEvent
{
    /// <summary>1, 2, ... within a run; no gaps.</summary>
    [Id(0)]
    public required long Sequence { get; init; }

    /// <summary>Input path as listed (root location and key).</summary>
    [Id(1)]
    public required string Input { get; init; }

    /// <summary>Output path relative to the job's output.</summary>
    [Id(2)]
    public required string Output { get; init; }

    [Id(3)]
    public required ItemResult Result { get; init; }

    /// <summary>Seconds from lease to commit, device waiting included.</summary>
    [Id(4)]
    public double Seconds { get; init; }

    /// <summary>For people; null unless failed (or a note on an unchanged picture).</summary>
    [Id(5)]
    public string? Message { get; init; }

    /// <summary>Begin of the message of a picture whose original is damaged: it failed, and yet what can be shown lies in the output.</summary>
    public const string DamagedWord = "damaged";

    /// <summary>Whether the picture failed because parts of its original are missing.</summary>
    public bool IsDamaged => Result == ItemResult.Failed && Message?.StartsWith(DamagedWord + ":", StringComparison.Ordinal) == true;
}

[GenerateSerializer, Alias("bird.item-result.v1")]
public enum ItemResult
{
    Restored = 0,
    Unchanged = 1,
    Skipped = 2,
    Failed = 3,
}
