using BirD.Contracts.Decisions;
using BirD.Contracts.Images;
using BirD.Contracts.Leases;
using BirD.Contracts.Retry;
using Orleans.Concurrency;

namespace BirD.Contracts.Shards;

/// <summary>Hands out the pictures of one manifest shard under leases and keeps what became of them. Key: <see cref="ShardRef"/>.</summary>
/// <remarks>
/// Commit, heartbeat and release interleave, because a commit waits for the write that it shares with others;
/// every one of them names the lease epoch and may be repeated.
/// </remarks>
[GrainInterfaceType("bird.IShardGrain"), Alias("bird.IShardGrain")]
public interface IShardGrain : IGrainWithStringKey
{
    /// <summary>Grants up to <paramref name="max"/> pictures to a worker.</summary>
    [Alias("Acquire")]
    Task<LeaseGrant> AcquireAsync(WorkerId worker, int max);

    /// <summary>Renews leases; answers which of them to give back.</summary>
    [Alias("Heartbeat"), AlwaysInterleave]
    Task<HeartbeatReply> HeartbeatAsync(LeaseHeartbeat beat);

    /// <summary>Records outcomes; returns when they are durable.</summary>
    [Alias("Commit"), AlwaysInterleave]
    Task<CommitReply> CommitAsync(IReadOnlyList<ItemOutcome> outcomes);

    /// <summary>Gives pictures back unfinished; no attempt is counted.</summary>
    [Alias("Release"), AlwaysInterleave]
    Task ReleaseAsync(IReadOnlyList<ItemPulse> leases, ReleaseReason reason);

    /// <summary>Takes back what a dead worker held; each such picture's death is counted.</summary>
    [Alias("DropWorker"), AlwaysInterleave]
    Task DropWorkerAsync(WorkerId worker);

    /// <summary>Opens pictures that were given up, of one failure class or all; answers how many.</summary>
    [Alias("Retry")]
    Task<int> RetryAsync(FailureClass? only);

    /// <summary>Records what a person decided about a finished picture and opens it, so that a worker carries it out. Safe to repeat.</summary>
    /// <exception cref="Jobs.JobNotFoundException">The shard has no such picture.</exception>
    /// <exception cref="Jobs.JobConflictException">The picture has no end yet.</exception>
    [Alias("Decide")]
    Task DecideAsync(int item, ItemDecision decision);

    /// <summary>
    /// What a picture in work has learned so far, and word to its worker that more is wanted for the next seconds; null while
    /// nobody works on it or nothing was told yet.
    /// </summary>
    [Alias("Look"), AlwaysInterleave]
    Task<ItemLook?> LookAsync(int item);

    [Alias("GetSnapshot"), ReadOnly, AlwaysInterleave]
    Task<ShardSnapshot> GetSnapshotAsync();
}
