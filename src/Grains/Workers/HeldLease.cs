using System.Runtime.CompilerServices;
using BirD.Contracts.Images;
using BirD.Contracts.Jobs;
using BirD.Contracts.Leases;
using BirD.Contracts.Shards;

namespace BirD.Grains.Workers;

/// <summary>A lease in this worker's hands, from its grant to its commit or release.</summary>
/// <remarks>The picture's own task and the heart of the worker both read and write it: every member is read and written whole.</remarks>
internal sealed class HeldLease(ItemLease lease, JobSpec spec, IImageGrain image)
{
    private volatile ItemLease lease = lease;
    private volatile StrongBox<ImageStatus> status = new();
    private volatile bool inWork;
    private volatile bool watched;
    private long workTicks;

    public ItemLease Lease => lease;

    public JobSpec Spec => spec;

    public IImageGrain Image => image;

    public ShardRef Shard { get; } = new(lease.JobId, lease.Run, lease.Shard);

    /// <summary>When its shard was asked.</summary>
    public DateTimeOffset Asked { get; init; }

    /// <summary>Trace context of the job's submission.</summary>
    public string? Submission { get; init; }

    /// <summary>Latest known progress.</summary>
    public ImageStatus Status
    {
        get => status.Value;
        set => status = new StrongBox<ImageStatus>(value);
    }

    /// <summary>Time that it had a slot, less what it waited for the device: while it does, others have the time.</summary>
    public TimeSpan WorkTime
    {
        get => new(Interlocked.Read(ref workTicks));
        set => Interlocked.Exchange(ref workTicks, value.Ticks);
    }

    /// <summary>True from its start until its outcome is known.</summary>
    public bool InWork
    {
        get => inWork;
        set => inWork = value;
    }

    /// <summary>Whether somebody looks at the picture.</summary>
    public bool Watched
    {
        get => watched;
        set => watched = value;
    }

    public ItemPulse Pulse
    {
        get
        {
            var now = Status;
            return new ItemPulse(Lease.Item, Lease.Epoch, now.Step, now.Steps, now.StepsRun);
        }
    }

    /// <summary>The trace of this attempt travels with the lease.</summary>
    public void Follow(string? trace) => lease = Lease with { Trace = trace };
}
