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
    [property: Id(3)] IReadOnlyList<ShardHint> Learned);

/// <summary>A shard had nothing to grant: for good, or for a while.</summary>
[GenerateSerializer, Immutable, Alias("bird.shard-hint.v1")]
public sealed record ShardHint(
    [property: Id(0)] ShardRef Shard, [property: Id(1)] bool Complete, [property: Id(2)] TimeSpan AskAgainAfter);

[GenerateSerializer, Immutable, Alias("bird.work-offer.v1")]
public sealed record WorkOffer(
    [property: Id(0)] IReadOnlyList<ShardRef> Shards, [property: Id(1)] TimeSpan PollAgainAfter);

/// <summary>A job's run and state as the scheduler needs it.</summary>
[GenerateSerializer, Immutable, Alias("bird.job-notice.v1")]
public sealed record JobNotice(
    [property: Id(0)] string JobId, [property: Id(1)] JobRun Run, [property: Id(2)] JobState State);
