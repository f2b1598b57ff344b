using BirD.Contracts.Jobs;
using BirD.Contracts.Shards;
using BirD.Grains.Shards;

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

                var found = await records.ReadAsync(Id)
                    ?? throw new InvalidDataException($"The record of job '{Id}' has disappeared from the store.");
                tag = found.ETag;
                if (found.Record.Run.Number > next.Run.Number)
                {
                    LogSuperseded(Id, next.Run.Number, found.Record.Run.Number);
                    record = next with { State = JobState.Cancelled };
                    return;
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
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

    /// <summary>
    /// Counts come back exactly, from the shards' records. Events do not: watchers go on with the numbers that follow.
    /// </summary>
    private async Task<RunLedger> RebuildAsync(JobRecord found, CancellationToken cancellationToken)
    {
        var run = new JobRun(found.Run.Number, found.Run.Shards, found.Run.Items);
        var finished = new List<(int Shard, int Item, ItemResult Result)>();
        for (var shard = 0; shard < run.Shards; shard++)
        {
            if (await shards.ReadAsync(new ShardRef(Id, run.Number, shard), cancellationToken) is { } stored)
            {
                finished.AddRange(Enumerable.Range(0, stored.State.Count)
                    .Where(item => stored.State.StatusOf(item) != ItemStatus.Open)
                    .Select(item => (shard, item, stored.State.StatusOf(item).ToResult())));
            }
        }

        var ledger = NewLedger(run, finished.Count + 1);
        foreach (var (shard, item, result) in finished)
        {
            ledger.Restore(shard, item, result);
        }

        if (found.State is JobState.Finished or JobState.Cancelled)
        {
            ledger.Events.Close();
        }

        LogRebuilt(Id, run.Number, finished.Count, run.Items);
        return ledger;
    }
}
