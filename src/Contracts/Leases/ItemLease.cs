namespace BirD.Contracts.Leases;

/// <summary>The right to work on one picture, for as long as it is renewed by heartbeats.</summary>
[GenerateSerializer, Immutable, Alias("bird.item-lease.v1")]
public sealed record ItemLease
{
    [Id(0)]
    public required string JobId { get; init; }

    [Id(1)]
    public required int Run { get; init; }

    [Id(2)]
    public required int Shard { get; init; }

    /// <summary>Line of the picture in its manifest shard, 0 first.</summary>
    [Id(3)]
    public required int Item { get; init; }

    /// <summary>Grows with every lease of every run of the job: whoever holds the higher one is right.</summary>
    [Id(4)]
    public required long Epoch { get; init; }

    /// <summary>Id of the input root (see the job's specification).</summary>
    [Id(5)]
    public required string Root { get; init; }

    /// <summary>Key of the original below its root.</summary>
    [Id(6)]
    public required string Key { get; init; }

    /// <summary>Path of the result below the job's output.</summary>
    [Id(7)]
    public required string Output { get; init; }

    /// <summary>Attempts including this one, 1 first.</summary>
    [Id(8)]
    public required int Attempt { get; init; }

    /// <summary>Run it with nothing else beside it: it has exhausted memory or killed a worker before.</summary>
    [Id(9)]
    public bool Alone { get; init; }

    /// <summary>Files that belong to the picture.</summary>
    [Id(10)]
    public IReadOnlyList<CompanionRef> Companions { get; init; } = [];

    /// <summary>W3C trace context of the attempt, given by the worker; null when it is not traced.</summary>
    [Id(11)]
    public string? Trace { get; init; }

    /// <summary>Make the result anew although an earlier run left a whole one; results of this run count as ever.</summary>
    [Id(12)]
    public bool Anew { get; init; }
}
