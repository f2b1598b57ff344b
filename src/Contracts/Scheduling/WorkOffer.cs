using BirD.Contracts.Jobs;
using BirD.Contracts.Leases;
using BirD.Contracts.Shards;

namespace BirD.Contracts.Scheduling;

/// <param name="Worker">Who asks.</param>
/// <param name="FreeSlots">Pictures it could take now.</param>
/// <param name="Held">Shards of which it holds leases.</param>
/// <param name="Learned">What shards answered since the last poll.</param>
[GenerateSerializer, Immutable, Alias("bird.worker-status.v1")]
public sealed record WorkerStatus(
    [property: Id(0)] WorkerId Worker,
    [property: Id(1)] int FreeSlots,
    [property: Id(2)] IReadOnlyList<ShardRef> Held,
    [property: Id(3)] IReadOnlyList<ShardHint> Learned)
{
    /// <summary>SHA-256 of the worker's prior.</summary>
    [Id(4)]
    public string? Prior { get; init; }

    [Id(5)]
    public IReadOnlyList<JobUsage> Usage { get; init; } = [];
}

/// <summary>A shard had nothing to grant: for good, or for a while.</summary>
[GenerateSerializer, Immutable, Alias("bird.shard-hint.v1")]
public sealed record ShardHint(
    [property: Id(0)] ShardRef Shard, [property: Id(1)] bool Complete, [property: Id(2)] TimeSpan AskAgainAfter)
{
    /// <summary>When the shard said so.</summary>
    [Id(3)]
    public ShardMoment AsOf { get; init; }
}

[GenerateSerializer, Immutable, Alias("bird.work-offer.v1")]
public sealed record WorkOffer(
    [property: Id(0)] IReadOnlyList<ShardRef> Shards, [property: Id(1)] TimeSpan PollAgainAfter)
{
    /// <summary>Jobs of which only so many pictures may be taken under this offer; the others are not limited.</summary>
    [Id(2)]
    public IReadOnlyList<JobAllowance> Allowances { get; init; } = [];
}

/// <summary>A job's run and state as the scheduler needs it.</summary>
[GenerateSerializer, Immutable, Alias("bird.job-notice.v1")]
public sealed record JobNotice(
    [property: Id(0)] string JobId, [property: Id(1)] JobRun Run, [property: Id(2)] JobState State)
{
    [Id(3)]
    public JobTerms? Terms { get; init; }

    /// <summary>SHA-256 of the prior that a worker must have; null for any.</summary>
    [Id(4)]
    public string? Prior { get; init; }

    /// <summary>A shard that has work again.</summary>
    [Id(5)]
    public int? Reopened { get; init; }

    /// <summary>When it said so: what workers heard from it before is out of date.</summary>
    [Id(6)]
    public ShardMoment ReopenedAsOf { get; init; }
}
