using BirD.Contracts.Jobs;
using BirD.Contracts.Shards;
using BirD.Grains.Records;
using BirD.Storage.Manifests;
using Microsoft.Extensions.Options;

namespace BirD.Grains.Jobs;

/// <summary>Brings a run's ledger back from the shards' records after its job's activation was lost.</summary>
/// <remarks>
/// Counts come back exactly. Events come back in listing order, because the order in which they happened is not stored: a
/// watcher that was in the middle may see one twice and miss another (docs/adr/0003).
/// </remarks>
internal sealed class RunRecovery(
    ShardRecordStore records, IManifestStore manifests, DeadLetterStore deadLetters, IOptions<JobOptions> options)
{
    private const int ReadsAtOnce = 32;

    public async Task<RunLedger> RecoverAsync(JobRecord job, CancellationToken cancellationToken)
    {
        var run = job.Run.ToRun();
        var found = new List<(ShardRef Shard, int[] Finished, ShardState State)>();
        foreach (var numbers in Enumerable.Range(0, run.Shards).Chunk(ReadsAtOnce))
        {
            // Together: five thousand reads one after the other would take a minute on a distant store.
            var shards = numbers.Select(number => new ShardRef(job.Id, run.Number, number)).ToArray();
            var states = await Task.WhenAll(shards.Select(shard => records.ReadAsync(shard, cancellationToken)));
            foreach (var (shard, read) in shards.Zip(states))
            {
                if (read is { State: var state })
                {
                    found.Add((shard, [.. Enumerable.Range(0, state.Count).Where(item => state.StatusOf(item) != ItemStatus.Open)], state));
                }
            }
        }

        // Only what the log keeps is worth reading manifests for.
        var forgotten = Math.Max(0, found.Sum(entry => (long)entry.Finished.Length) - options.Value.EventsKept);
        var ledger = new RunLedger(run, new EventLog(forgotten + 1, options.Value.EventsKept));
        var spec = job.Spec.ToSpec();
        var told = new List<(ShardRef Shard, int[] Kept, ShardState State)>();
        foreach (var (shard, finished, state) in found)
        {
            var kept = finished.Skip((int)Math.Min(forgotten, finished.Length)).ToArray();
            forgotten -= finished.Length - kept.Length;
            ledger.Restore(shard.Shard, state, finished.Take(finished.Length - kept.Length));
            if (kept.Length > 0)
            {
                told.Add((shard, kept, state));
            }
        }

        foreach (var entries in told.Chunk(ReadsAtOnce))
        {
            // Off the grain's scheduler: reading the lines of a hundred thousand pictures is work for all processors.
            var reports = await Task.WhenAll(entries.Select(entry => Task.Run(
                () => ReportAsync(entry.Shard, entry.Kept, entry.State, spec, cancellationToken), cancellationToken)));
            Array.ForEach(reports, report => ledger.Enter(report, cancelled: false));
        }

        return ledger;
    }

    private async Task<ShardReport> ReportAsync(
        ShardRef shard, int[] finished, ShardState state, JobSpec spec, CancellationToken cancellationToken)
    {
        var items = await manifests.ReadShardAsync(shard.JobId, shard.Run, shard.Shard, cancellationToken);
        var reasons = await deadLetters.ReadReasonsAsync(shard, cancellationToken);
        return new ShardReport
        {
            Shard = shard,
            Term = 0,
            Version = 0,
            Finished = [.. finished.Select(item => new FinishedItem(
                item, ItemEvents.Create(spec, items[item], state.StatusOf(item).ToResult(), 0, reasons.GetValueOrDefault(item))))],
        };
    }
}
