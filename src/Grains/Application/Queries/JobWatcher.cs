using System.Runtime.CompilerServices;
using System.Threading.Channels;
using BirD.Contracts.Api;
using BirD.Contracts.Jobs;
using Orleans.Runtime;

namespace BirD.Grains.Application.Queries;

/// <summary>Follows a job: the end of each picture, progress in between, and the end of the run.</summary>
/// <param name="queries">Where it stands.</param>
/// <param name="grains">The cluster.</param>
/// <param name="time">Clock of the pauses.</param>
public sealed class JobWatcher(JobQueries queries, IGrainFactory grains, TimeProvider time)
{
    /// <summary>Entries that may wait for a slow reader; the grain then waits too, and drops what is oldest in the end.</summary>
    private const int Buffered = 256;

    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ListingPause = TimeSpan.FromMilliseconds(250);

    /// <summary>Follows the latest run to its end, whichever silos die on the way.</summary>
    /// <param name="id">The job.</param>
    /// <param name="after">Go on behind this event; ignored when it is of another run.</param>
    /// <param name="interval">Time between progress entries.</param>
    /// <param name="cancellationToken">Ends the watching, not the job.</param>
    /// <exception cref="JobNotFoundException">There is no such job.</exception>
    public async IAsyncEnumerable<WatchEntry> WatchAsync(
        string id, EventId? after, TimeSpan interval, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<WatchEntry>(Buffered);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        yield return WatchEntry.Of(await queries.GetAsync(id, cancellationToken));
        var pump = PumpAsync(id, after, interval, channel.Writer, stop.Token);
        try
        {
            await foreach (var entry in channel.Reader.ReadAllAsync(cancellationToken))
            {
                yield return entry;
            }
        }
        finally
        {
            await stop.CancelAsync();
            await pump.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Follows the latest run without its pictures, of which there may be millions: progress, then the end.</summary>
    /// <param name="id">The job.</param>
    /// <param name="interval">Time between entries.</param>
    /// <param name="cancellationToken">Ends the watching, not the job.</param>
    /// <exception cref="JobNotFoundException">There is no such job.</exception>
    public async IAsyncEnumerable<WatchEntry> WatchProgressAsync(string id, TimeSpan interval, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var now = await queries.GetAsync(id, cancellationToken);
        int? run = null;
        while (true)
        {
            run ??= now.State == JobPhase.Listing ? null : now.Run;
            if (now.State is JobPhase.Finished or JobPhase.Cancelled or JobPhase.Failed || (run is not null && now.Run != run))
            {
                yield return WatchEntry.Of(now, EventNames.End);
                yield break;
            }

            yield return WatchEntry.Of(now);
            await Task.Delay(interval, time, cancellationToken);
            now = await SafelyAsync(() => queries.GetAsync(id, cancellationToken)) ?? now;
        }
    }

    private async Task PumpAsync(string id, EventId? after, TimeSpan interval, ChannelWriter<WatchEntry> writer, CancellationToken stop)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var ticking = TickAsync(id, interval, writer, ended.Token);
        try
        {
            await ItemsAsync(id, after, writer, stop);
            await ended.CancelAsync();
            await ticking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await writer.WriteAsync(WatchEntry.Of(await queries.GetAsync(id, stop), EventNames.End), stop);
            writer.Complete();
        }
#pragma warning disable CA1031 // The reader gets it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            await ended.CancelAsync();
            writer.Complete(e);
        }
    }

    private async Task TickAsync(string id, TimeSpan interval, ChannelWriter<WatchEntry> writer, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(interval, time);
        while (await timer.WaitForNextTickAsync(stop))
        {
            if (await SafelyAsync(() => queries.GetAsync(id, stop)) is { } document)
            {
                await writer.WriteAsync(WatchEntry.Of(document), stop);
            }
        }
    }

    /// <summary>Passes item events on until the run that was the latest at the beginning has ended.</summary>
    private async Task ItemsAsync(string id, EventId? after, ChannelWriter<WatchEntry> writer, CancellationToken stop)
    {
        int? run = null;
        var sequence = 0L;
        while (true)
        {
            var document = await SafelyAsync(() => queries.GetAsync(id, stop));
            if (document is null or { State: JobPhase.Listing })
            {
                await Task.Delay(document is null ? RetryPause : ListingPause, time, stop);
                continue;
            }

            if (run is null)
            {
                run = document.Run;
                sequence = after is { } given && given.Run == run ? given.Sequence : 0;
            }

            if (document.Run != run || document is { State: JobPhase.Failed } or { State: JobPhase.Cancelled, Counts: null })
            {
                return;
            }

            sequence = await PassOnAsync(id, run.Value, sequence, writer, stop);
            if (document.State is JobPhase.Finished or JobPhase.Cancelled)
            {
                return;
            }
        }
    }

    /// <summary>What the grain has to tell until it says that there is no more, or can't be heard any longer.</summary>
    private async Task<long> PassOnAsync(string id, int run, long sequence, ChannelWriter<WatchEntry> writer, CancellationToken stop)
    {
        var names = await queries.NamesAsync(id, stop);
        try
        {
            await foreach (var item in grains.GetGrain<IJobGrain>(id).WatchAsync(sequence, stop).WithCancellation(stop))
            {
                await writer.WriteAsync(WatchEntry.Of(new EventId(run, item.Sequence), ToEvent(item, names)), stop);
                sequence = item.Sequence;
            }
        }
        catch (Exception e) when (e is EnumerationAbortedException or OrleansException or TimeoutException && !stop.IsCancellationRequested)
        {
            await Task.Delay(RetryPause, time, stop);
        }

        return sequence;
    }

    /// <summary>Null when the cluster can't answer now.</summary>
    private static async Task<JobDocument?> SafelyAsync(Func<Task<JobDocument>> get)
    {
        try
        {
            return await get();
        }
        catch (Exception e) when (e is OrleansException or TimeoutException or Storage.StoreException)
        {
            return null;
        }
    }

    private static ItemEvent ToEvent(JobEvent item, ItemNames names) => new()
    {
        Sequence = item.Sequence,
        Input = names.OfPath(item.Input),
        Output = item.Output,
        Status = item.Result switch
        {
            ItemResult.Restored => ItemPhase.Restored,
            ItemResult.Unchanged => ItemPhase.Unchanged,
            ItemResult.Skipped => ItemPhase.Skipped,
            _ => ItemPhase.Failed,
        },
        Seconds = item.Seconds,
        Message = item.Message,
    };
}
