using System.Text.Json.Serialization;

namespace BirD.Contracts.Api;

/// <summary>A picture of a run.</summary>
public sealed record ItemDocument
{
    /// <summary>Shard of the listing, 0 first.</summary>
    public required int Shard { get; init; }

    /// <summary>Number within the shard, 0 first.</summary>
    public required int Item { get; init; }

    public required string Input { get; init; }

    /// <summary>Below the job's output.</summary>
    public required string Output { get; init; }

    /// <summary>Size of the original when listed.</summary>
    public required long Bytes { get; init; }

    public required ItemPhase Status { get; init; }

    /// <summary>Attempts that failed.</summary>
    public int Attempts { get; init; }
}

[JsonConverter(typeof(WordConverter<ItemPhase>))]
public enum ItemPhase
{
    /// <summary>Waiting, in work, or about to be tried again.</summary>
    Open = 0,
    Restored = 1,
    Unchanged = 2,
    Skipped = 3,
    Failed = 4,
}

/// <summary>A picture that was given up, and why.</summary>
public sealed record FailureDocument
{
    public required int Shard { get; init; }

    public required int Item { get; init; }

    public required string Input { get; init; }

    public required string Output { get; init; }

    /// <summary>input, transient, resource or poison.</summary>
    public required string Class { get; init; }

    public required string Message { get; init; }

    public required int Attempts { get; init; }

    /// <summary>Worker processes that died while they had it in work.</summary>
    public required int Deaths { get; init; }
}

/// <summary>What became of a job, for the file that goes to whoever ordered it.</summary>
public sealed record ReportDocument
{
    public required JobDocument Job { get; init; }

    /// <summary>Failures by class.</summary>
    public required IReadOnlyDictionary<string, long> Failures { get; init; }

    /// <summary>Bytes of the originals of this run.</summary>
    public required long InputBytes { get; init; }

    /// <summary>Name and version of this software.</summary>
    public required string Software { get; init; }
}
