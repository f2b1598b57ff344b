using BirD.Contracts.Jobs;
using BirD.Contracts.Leases;
using Orleans.Concurrency;

namespace BirD.Contracts.Images;

/// <summary>A picture in work, beside its device. Key: shard key, '/', item number. Called by the worker of its silo only.</summary>
[GrainInterfaceType("bird.IImageGrain"), Alias("bird.IImageGrain")]
public interface IImageGrain : IGrainWithStringKey
{
    /// <summary>
    /// Starts or goes on with the picture and waits for its end, but not longer than a fraction of a call's time-out:
    /// call again while the answer is <see cref="SegmentState.Running"/>. Repeating a call never starts the work twice.
    /// </summary>
    [Alias("RunSegment")]
    Task<SegmentOutcome> RunSegmentAsync(ItemLease lease, JobSpec spec);

    [Alias("GetStatus"), AlwaysInterleave]
    Task<ImageStatus> GetStatusAsync();

    /// <summary>What the picture has learned so far; null before its first step and after its last.</summary>
    [Alias("GetLook"), AlwaysInterleave]
    Task<ItemLook?> GetLookAsync();

    /// <summary>Stops work under this epoch or an earlier one at the next step boundary; the state is checkpointed.</summary>
    [Alias("Cancel"), AlwaysInterleave]
    Task CancelAsync(long epoch);
}
