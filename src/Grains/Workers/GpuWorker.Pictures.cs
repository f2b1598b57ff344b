using System.Diagnostics;
using System.Globalization;
using BirD.Contracts.Images;
using BirD.Contracts.Jobs;
using BirD.Contracts.Leases;
using BirD.Contracts.Retry;
using BirD.Contracts.Shards;
using BirD.Grains.Diagnostics;
using Orleans.Runtime;

namespace BirD.Grains.Workers;

/// <summary>A lease's way from its start to its commit or release, and the heartbeats meanwhile.</summary>
internal sealed partial class GpuWorker
{
    /// <summary>Failed calls in a row to a grain of the own silo before the attempt counts as failed.</summary>
    private const int CallTries = 5;

    private async Task RunAsync(HeldLease lease, int taken)
    {
        SegmentOutcome ended;
        var started = time.GetTimestamp();
        using var attempt = Spans.Attempt(lease.Lease, lease.Submission, lease.Asked);
        Spans.Past("acquire", lease.Asked, time.GetUtcNow());
        lease.Follow(attempt?.Id);
        try
        {
            lease.InWork = true;
            ended = await WorkAsync(lease);
        }
        finally
        {
            lease.InWork = false;
            lease.WorkTime = time.GetElapsedTime(started) - lease.Status.Waited;
            slots.Return(taken);
        }

        attempt?.SetTag("bird.outcome", ended.Outcome?.Result.ToString() ?? "GivenBack");
        if (ended.Outcome is not { } outcome)
        {
            var isLost = loss.Look();
            if (isLost)
            {
                loss.OnGivenBack();
            }

            await GiveBackAsync(lease, draining || isLost ? ReleaseReason.Drain : ReleaseReason.Revoked);
            return;
        }

        try
        {
            using var commit = Spans.Part("commit");
            await committer.CommitAsync(lease.Shard, outcome, abandon.Token);
        }
        catch (OperationCanceledException)
        {
            // Time ran out. The result is in place, so the next attempt finds it and skips.
        }

        Forget(lease);
    }

    private async Task<SegmentOutcome> WorkAsync(HeldLease lease)
    {
        // The picture's spans follow the lease; the calls that wait for it, one each few seconds, are not worth a span.
        Activity.Current = null;
        for (var failures = 0; ;)
        {
            if (draining && lease.Status == default)
            {
                await CancelAsync(lease);
            }

            try
            {
                var segment = await lease.Image.RunSegmentAsync(lease.Lease, lease.Spec);
                lease.Status = segment.Status;
                failures = 0;
                if (segment.State != SegmentState.Running)
                {
                    return segment;
                }
            }
            catch (Exception e) when (e is TimeoutException or OrleansException or OperationCanceledException)
            {
                LogImageCallFailed(lease.Shard, lease.Lease.Item, e.Message);
                if (draining || ++failures >= CallTries)
                {
                    return draining ? new SegmentOutcome(SegmentState.Stopped, lease.Status, null) : Failed(lease, e);
                }

                await Task.Delay(options.Value.RetryPause);
            }
        }
    }

    private static SegmentOutcome Failed(HeldLease lease, Exception e) => new(SegmentState.Ended, lease.Status, new ItemOutcome
    {
        Item = lease.Lease.Item,
        Epoch = lease.Lease.Epoch,
        Result = ItemResult.Failed,
        Failure = FailureClass.Transient,
        Message = $"The picture's grain could not be reached: {e.Message}",
        StepsRun = lease.Status.StepsRun,
    });

    private async Task GiveBackAsync(HeldLease lease, ReleaseReason reason)
    {
        try
        {
            await grains.GetGrain<IShardGrain>(lease.Shard.ToString()).ReleaseAsync([lease.Pulse], reason).WaitAsync(abandon.Token);
        }
        catch (Exception e) when (e is TimeoutException or OrleansException or OperationCanceledException)
        {
            LogReleaseFailed(lease.Shard, lease.Lease.Item, e.Message);
        }

        Forget(lease);
    }

    private void Forget(HeldLease lease)
    {
        if (held.TryRemove(KeyOf(lease), out _))
        {
            instruments.OnLeased(-1);
            meters.OnEnded(lease.Lease.JobId, lease.WorkTime);
        }
    }

    private async Task CancelAsync(HeldLease lease)
    {
        try
        {
            await lease.Image.CancelAsync(lease.Lease.Epoch);
        }
        catch (Exception e) when (e is TimeoutException or OrleansException)
        {
            LogImageCallFailed(lease.Shard, lease.Lease.Item, e.Message);
        }
    }

    private async Task BeatAsync(CancellationToken stop)
    {
        using var clock = new PeriodicTimer(options.Value.HeartbeatInterval);
        try
        {
            while (await clock.WaitForNextTickAsync(stop))
            {
                await Task.WhenAll(held.Values.GroupBy(lease => lease.Shard).Select(group => BeatAsync(group.Key, [.. group], stop)));
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The worker has drained.
        }
    }

    private async Task BeatAsync(ShardRef shard, List<HeldLease> leases, CancellationToken stop)
    {
        try
        {
            foreach (var lease in leases.Where(lease => lease.InWork))
            {
                lease.Status = await lease.Image.GetStatusAsync().WaitAsync(stop);
            }

            var beat = new LeaseHeartbeat(id, [.. leases.Select(lease => lease.Pulse)]) { Looks = await LooksAsync(leases, stop) };
            var reply = await grains.GetGrain<IShardGrain>(shard.ToString()).HeartbeatAsync(beat).WaitAsync(stop);
            leases.ForEach(lease => lease.Watched = reply.Watched?.Contains(new LeaseRef(lease.Lease.Item, lease.Lease.Epoch)) == true);
            foreach (var revoked in reply.Revoked)
            {
                if (leases.Find(lease => lease.Lease.Item == revoked.Item && lease.Lease.Epoch == revoked.Epoch) is { } lease && lease.InWork)
                {
                    await CancelAsync(lease);
                }
            }
        }
#pragma warning disable CA1031 // A missed beat is made up by the next one; the heart must not stop over it.
        catch (Exception e) when (!stop.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogHeartbeatFailed(shard, e.Message);
        }
    }

    /// <summary>Only of pictures that somebody looks at: a kernel is larger than all the rest of a heartbeat.</summary>
    private async Task<IReadOnlyList<LeaseLook>?> LooksAsync(List<HeldLease> leases, CancellationToken stop)
    {
        List<LeaseLook>? looks = null;
        foreach (var lease in leases.Where(lease => lease is { Watched: true, InWork: true }))
        {
            try
            {
                if (await lease.Image.GetLookAsync().WaitAsync(stop) is { } look)
                {
                    (looks ??= []).Add(new LeaseLook(lease.Lease.Item, lease.Lease.Epoch, look));
                }
            }
#pragma warning disable CA1031 // Nobody's lease may run out because a look at a picture failed.
            catch (Exception e) when (!stop.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogLookFailed(lease.Shard, lease.Lease.Item, e.Message);
            }
        }

        return looks;
    }

    private IImageGrain Image(ItemLease lease) => grains.GetGrain<IImageGrain>(
        string.Create(CultureInfo.InvariantCulture, $"{lease.JobId}/{lease.Run:D6}/{lease.Shard:D6}/{lease.Item:D4}"));
}
