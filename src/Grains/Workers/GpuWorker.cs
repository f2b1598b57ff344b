using System.Collections.Concurrent;
using BirD.Contracts.Leases;
using BirD.Contracts.Scheduling;
using BirD.Contracts.Shards;
using BirD.Grains.Configuration;
using BirD.Grains.Diagnostics;
using BirD.Restoration.Engine;
using BirD.Restoration.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Runtime;

namespace BirD.Grains.Workers;

/// <summary>Pulls leases while it has free slots and runs each picture in an image grain of this silo.</summary>
/// <remarks>Registered after Orleans, hence stopped before it: while it drains, the cluster can still be reached.</remarks>
internal sealed partial class GpuWorker(
    IGrainFactory grains,
    ILocalSiloDetails self,
    IPictureRestorer restorer,
    IStepEngine engine,
    DeviceLoss loss,
    IHostApplicationLifetime host,
    Instruments instruments,
    IOptions<WorkerOptions> options,
    IOptions<BirdSiloOptions> silo,
    [FromKeyedServices(BirdClock.Key)] TimeProvider time,
    ILogger<GpuWorker> logger) : BackgroundService
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <summary>
    /// A poll that goes by way of a silo that just died is answered never; asking again finds another way long before the
    /// call would time out. Nothing is lost by it but a report of what was learned.
    /// </summary>
    private static readonly TimeSpan PollPatience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan UnreachableShard = TimeSpan.FromSeconds(2);

    private readonly ILogger logger = logger;
    private readonly WorkerId id = new(self.SiloAddress);
    private readonly SlotPool slots = new(options.Value.Slots);
    private readonly ConcurrentDictionary<LeaseRefKey, HeldLease> held = [];
    private readonly ConcurrentDictionary<Task, byte> tasks = [];
    private readonly ConcurrentQueue<ShardHint> learned = [];
    private readonly JobMeters meters = new();
    private readonly CancellationTokenSource abandon = new();
    private readonly OutcomeCommitter committer = new(grains, options.Value.RetryPause, TimeProvider.System, logger);
    private volatile bool draining;

    public override void Dispose()
    {
        abandon.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        LogStarted(id, engine.Status.Device, slots.Size);
        instruments.OnWorkerStarted(slots.Size);
        using var beating = CancellationTokenSource.CreateLinkedTokenSource(abandon.Token);
        var heart = BeatAsync(beating.Token);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, loss.Token);
        try
        {
            await PullAsync(ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The way a worker is told to stop.
        }

        await DrainAsync();
        await beating.CancelAsync();
        await heart;
        LogDrained();
        if (loss.Reason is { } reason)
        {
            // Not for a probe to find out: until then a silo without a device would hold a place in the cluster.
            LogDeviceLost(reason, loss.GivenBack);
            loss.OnSettled();
            host.StopApplication();
        }
    }

    /// <summary>Stops pulling, has every picture checkpointed and given back, and gives up when the token ends.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await using var budget = cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), abandon);
        await base.StopAsync(cancellationToken);
    }

    private async Task PullAsync(CancellationToken stop)
    {
        var pause = options.Value.RetryPause;
        while (true)
        {
            await slots.WaitForFreeAsync(stop);
            WorkOffer offer;
            try
            {
                offer = await grains.GetGrain<ISchedulerGrain>(silo.Value.Pool).PollAsync(Status()).WaitAsync(PollPatience, stop);
                pause = options.Value.RetryPause;
            }
#pragma warning disable CA1031 // A worker outlives whatever happens to the scheduler.
            catch (Exception e) when (!stop.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogPollFailed(pause, e.Message);
                await Task.Delay(pause, stop);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
                continue;
            }

            if (!await WorkOffAsync(offer, stop))
            {
                await Task.Delay(offer.PollAgainAfter, stop);
            }
        }
    }

    /// <summary>Asks the offered shards for pictures until they have none or the offer is old; false when there were none.</summary>
    private async Task<bool> WorkOffAsync(WorkOffer offer, CancellationToken stop)
    {
        var asked = time.GetTimestamp();
        var any = false;
        var allowed = offer.Allowances.ToDictionary(allowance => allowance.JobId, allowance => allowance.Items, StringComparer.Ordinal);
        foreach (var shard in offer.Shards)
        {
            while (allowed.GetValueOrDefault(shard.JobId, int.MaxValue) is > 0 and var most)
            {
                // Where pictures take long the offer is old by the time that a slot is free, and another job's turn may have come.
                await slots.WaitForFreeAsync(stop);
                if (any && time.GetElapsedTime(asked) > options.Value.OfferLifetime)
                {
                    return true;
                }

                if (await AcquireAsync(shard, most, stop) is not (> 0 and var taken))
                {
                    break;
                }

                any = true;
                allowed[shard.JobId] = most - taken;
            }
        }

        return any;
    }

    /// <summary>Takes up to so many pictures of a shard; answers how many it got.</summary>
    private async Task<int> AcquireAsync(ShardRef shard, int most, CancellationToken stop)
    {
        LeaseGrant grant;
        var asked = time.GetUtcNow();
        try
        {
            grant = await grains.GetGrain<IShardGrain>(shard.ToString()).AcquireAsync(id, Math.Min(slots.Free, most));
        }
#pragma warning disable CA1031 // One shard's trouble must not keep the worker from the others.
        catch (Exception e)
#pragma warning restore CA1031
        {
            stop.ThrowIfCancellationRequested();
            LogAcquireFailed(shard, e.Message);
            learned.Enqueue(new ShardHint(shard, Complete: false, UnreachableShard));
            return 0;
        }

        if (grant.Complete || grant.AskAgainAfter is not null)
        {
            learned.Enqueue(new ShardHint(shard, grant.Complete, grant.AskAgainAfter ?? TimeSpan.Zero) { AsOf = grant.AsOf });
        }

        await StartAsync(grant, asked, stop);
        return grant.Items.Count;
    }

    /// <summary>Starts what was granted; a picture that must run alone waits for all slots, and the others wait behind it.</summary>
    private async Task StartAsync(LeaseGrant grant, DateTimeOffset asked, CancellationToken stop)
    {
        var leases = grant.Items.Select(lease => new HeldLease(lease, grant.Spec, Image(lease)) { Asked = asked, Submission = grant.Trace }).ToList();
        foreach (var lease in leases)
        {
            held[KeyOf(lease)] = lease;
            meters.OnTaken(lease.Lease.JobId);
            instruments.OnLeased(1);
        }

        for (var i = 0; i < leases.Count; i++)
        {
            var need = leases[i].Lease.Alone ? slots.Size : 1;
            try
            {
                await slots.TakeAsync(need, stop);
            }
            catch (OperationCanceledException)
            {
                await Task.WhenAll(leases.Skip(i).Select(lease => GiveBackAsync(lease, ReleaseReason.Drain)));
                throw;
            }

            var task = RunAsync(leases[i], need);
            tasks[task] = 0;
            _ = task.ContinueWith(done => tasks.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private async Task DrainAsync()
    {
        draining = true;
        LogDraining(held.Count);
        try
        {
            await Task.WhenAll(held.Values.Where(lease => lease.InWork).Select(CancelAsync)).WaitAsync(abandon.Token);
            await Task.WhenAll(tasks.Keys).WaitAsync(abandon.Token);
        }
        catch (OperationCanceledException)
        {
            LogDrainIncomplete(held.Count);
        }
    }

    private WorkerStatus Status()
    {
        var hints = new List<ShardHint>();
        while (learned.TryDequeue(out var hint))
        {
            hints.Add(hint);
        }

        return new WorkerStatus(id, slots.Free, [.. held.Values.Select(lease => lease.Shard).Distinct()], hints)
        {
            Prior = restorer.PriorSha256,
            Usage = meters.Read(),
        };
    }

    private static LeaseRefKey KeyOf(HeldLease lease) => new(lease.Shard, lease.Lease.Item, lease.Lease.Epoch);

    private readonly record struct LeaseRefKey(ShardRef Shard, int Item, long Epoch);
}
