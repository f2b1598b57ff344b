using BirD.Contracts.Images;
using BirD.Contracts.Jobs;
using BirD.Contracts.Leases;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace BirD.Grains.Images;

/// <summary>Identity and switchboard of a picture in work; the work itself runs beside the grain's turns.</summary>
/// <remarks>
/// One per silo, called by that silo's worker only, hence not in the grain directory: half of all pictures would otherwise
/// be entered and struck out on another silo. That a picture may be in work twice is the fences' business anyway.
/// </remarks>
[GrainType("bird.image"), StatelessWorker(maxLocalWorkers: 1), CollectionAgeLimit(Minutes = 2)]
internal sealed class ImageGrain(PictureServices services) : Grain, IImageGrain, IDisposable
{
    private long cancelled;
    private long epoch;
    private PictureRun? run;
    private Task<ItemOutcome?>? work;
    private CancellationTokenSource? stop;

    public async Task<SegmentOutcome> RunSegmentAsync(ItemLease lease, JobSpec spec)
    {
        if (lease.Epoch < epoch || (lease.Epoch > epoch && lease.Epoch <= cancelled))
        {
            return new SegmentOutcome(SegmentState.Stopped, Status, null);
        }

        if (lease.Epoch > epoch)
        {
            await StopAsync(lease.Epoch);
            Start(lease, spec);
        }

        await ((Task)work!).WaitAsync(services.Options.CallWait)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (!work.IsCompleted)
        {
            return new SegmentOutcome(SegmentState.Running, Status, null);
        }

        DeactivateOnIdle();
        return await work is { } outcome
            ? new SegmentOutcome(SegmentState.Ended, Status, outcome)
            : new SegmentOutcome(SegmentState.Stopped, Status, null);
    }

    public Task<ImageStatus> GetStatusAsync() => Task.FromResult(Status);

    public Task<ItemLook?> GetLookAsync() => Task.FromResult(run?.Look());

    public async Task CancelAsync(long upTo)
    {
        cancelled = Math.Max(cancelled, upTo);
        if (stop is not null && epoch <= upTo)
        {
            await stop.CancelAsync();
        }
    }

    /// <summary>The activation goes away, for example because its directory entry did: its work must not outlive it.</summary>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        StopAsync(long.MaxValue).WaitAsync(cancellationToken);

    public void Dispose() => stop?.Dispose();

    private ImageStatus Status => run?.Status ?? default;

    private void Start(ItemLease lease, JobSpec spec)
    {
        stop?.Dispose();
        stop = new CancellationTokenSource();
        run = new PictureRun(lease, spec, services);
        epoch = lease.Epoch;

        // The one place where work leaves the grain's scheduler: hashing, decoding and encoding would block its turns.
        var (current, token) = (run, stop.Token);
        work = Task.Run(() => current.ExecuteAsync(token), CancellationToken.None);
    }

    /// <summary>Stops work under an epoch lower than or equal to this one and waits for its end.</summary>
    private async Task StopAsync(long upTo)
    {
        if (work is { } running && stop is { } source && epoch <= upTo)
        {
            await source.CancelAsync();
            await running;
        }
    }
}
