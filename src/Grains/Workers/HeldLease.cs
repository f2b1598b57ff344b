using BirD.Contracts.Images;
using BirD.Contracts.Jobs;
using BirD.Contracts.Leases;
using BirD.Contracts.Shards;

namespace BirD.Grains.Workers;

/// <summary>A lease in this worker's hands, from its grant to its commit or release.</summary>
internal sealed class HeldLease(ItemLease lease, JobSpec spec, IImageGrain image)
{
    public ItemLease Lease { get; private set; } = lease;

    public JobSpec Spec => spec;

    public IImageGrain Image => image;

    public ShardRef Shard { get; } = new(lease.JobId, lease.Run, lease.Shard);

    /// <summary>When its shard was asked.</summary>
    public DateTimeOffset Asked { get; init; }

    /// <summary>Trace context of the job's submission.</summary>
    public string? Submission { get; init; }

    /// <summary>Latest known progress.</summary>
    public ImageStatus Status { get; set; }

    /// <summary>Time that it had a slot, less what it waited for the device: while it does, others have the time.</summary>
    public TimeSpan WorkTime { get; set; }

    /// <summary>True from its start until its outcome is known.</summary>
    public bool InWork { get; set; }

    /// <summary>Whether somebody looks at the picture.</summary>
    public bool Watched { get; set; }

    public ItemPulse Pulse => new(Lease.Item, Lease.Epoch, Status.Step, Status.Steps, Status.StepsRun);

    /// <summary>The trace of this attempt travels with the lease.</summary>
    public void Follow(string? trace) => Lease = Lease with { Trace = trace };
}
