using BirD.Contracts.Shards;

namespace BirD.Contracts.Jobs;

/// <summary>What a shard tells its job. Safe to repeat: an item is counted once however often it is reported.</summary>
[GenerateSerializer, Immutable, Alias("bird.shard-report.v1")]
public sealed record ShardReport
{
    [Id(0)]
    public required ShardRef Shard { get; init; }

    /// <summary>Term of the shard's activation; steps are counted per term.</summary>
    [Id(1)]
    public required int Term { get; init; }

    /// <summary>Grows with every report of the term; an older one that arrives late is taken for its finished items only.</summary>
    [Id(2)]
    public required long Version { get; init; }

    /// <summary>Items that reached their end, durably, and were not acknowledged yet.</summary>
    [Id(3)]
    public IReadOnlyList<FinishedItem> Finished { get; init; } = [];

    /// <summary>Pictures in work.</summary>
    [Id(4)]
    public IReadOnlyList<ActivePicture> Active { get; init; } = [];

    /// <summary>Diffusion steps taken under leases of this term so far.</summary>
    [Id(5)]
    public long Steps { get; init; }

    /// <summary>What keeps the shard from recording outcomes; null when nothing does.</summary>
    [Id(6)]
    public string? Fault { get; init; }

    /// <summary>True when the shard will not grant a picture again in this run.</summary>
    [Id(7)]
    public bool Complete { get; init; }

    /// <summary>Diffusion steps taken in earlier terms, as far as they were recorded.</summary>
    [Id(9)]
    public long StepsBefore { get; init; }

    /// <summary>
    /// Items that may have had an end and are open, not acknowledged yet; counts before <see cref="Finished"/>. What the job has
    /// heard of before, or has read in the shard's record, takes no end back a second time.
    /// </summary>
    [Id(10)]
    public IReadOnlyList<ReopenedItem> Reopened { get; init; } = [];
}

/// <param name="Item">Item number in the shard.</param>
/// <param name="Number">Which reopening of the shard it is, counted over all terms.</param>
[GenerateSerializer, Immutable, Alias("bird.reopened-item.v1")]
public sealed record ReopenedItem([property: Id(0)] int Item, [property: Id(1)] int Number);

/// <param name="Item">Item number in the shard.</param>
/// <param name="Event">What the job passes on; its sequence number is given by the job.</param>
[GenerateSerializer, Immutable, Alias("bird.finished-item.v1")]
public sealed record FinishedItem([property: Id(0)] int Item, [property: Id(1)] JobEvent Event);
