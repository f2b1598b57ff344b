using BirD.Contracts.Jobs;
using BirD.Grains.Records;
using BirD.Storage;

namespace BirD.Grains.Jobs;

/// <summary>What the job writes to the store, and how it comes back from there.</summary>
internal sealed partial class JobGrain
{
    private static readonly TimeSpan StoreRetryPause = TimeSpan.FromSeconds(1);

    /// <summary>Writes the record by compare-and-swap; a run that was superseded elsewhere ends here.</summary>
    private async Task SaveAsync(JobRecord next)
    {
        var since = time.GetTimestamp();
        while (true)
        {
            try
            {
                if (await records.WriteAsync(next, tag) is { } written)
                {
                    (record, tag) = (next, written);
                    return;
                }

                if (await records.ReadAsync(Id) is not { } found)
                {
                    // Somebody removed the state under a living run. What this record says is known here: it goes back.
                    LogRecordGone(Id);
                    tag = null;
                    continue;
                }

                tag = found.ETag;
                if (found.Record.Run.Number > next.Run.Number)
                {
                    LogSuperseded(Id, next.Run.Number, found.Record.Run.Number);
                    record = next with { State = JobState.Cancelled };
                    return;
                }
            }
            catch (StoreException e)
            {
                if (options.Value.StorePatience == Timeout.InfiniteTimeSpan || record is null)
                {
                    throw;
                }

                if (time.GetElapsedTime(since) >= options.Value.StorePatience)
                {
                    LogUnwritable(Id, e);
                    record = next;
                    return;
                }

                await Task.Delay(StoreRetryPause, time);
            }
        }
    }

    private async Task<RunLedger> RebuildAsync(JobRecord found, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var rebuilt = await recovery.RecoverAsync(found, cancellationToken);
        if (found.State is JobState.Finished or JobState.Cancelled)
        {
            rebuilt.Events.Close();
        }

        LogRebuilt(Id, found.Run.Number, time.GetElapsedTime(started), rebuilt.Done, found.Run.Items);
        return rebuilt;
    }
}
