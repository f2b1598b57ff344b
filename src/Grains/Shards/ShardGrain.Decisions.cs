using BirD.Contracts.Decisions;
using BirD.Contracts.Jobs;
using BirD.Grains.Records;
using BirD.Storage.Results;

namespace BirD.Grains.Shards;

/// <summary>What people decide about pictures that have reached their end.</summary>
internal sealed partial class ShardGrain
{
    /// <remarks>
    /// Nothing is granted while this goes on, so whoever gets the picture next sees the decision. Each way round a crash in the
    /// middle leaves a state from which the same call, made again, gets where it was going.
    /// </remarks>
    public async Task DecideAsync(int item, ItemDecision decision)
    {
        if ((uint)item >= (uint)state.Count)
        {
            throw new JobNotFoundException($"Shard {self} has no picture {item}.");
        }

        // The job must know of an end before it hears that it is none any more.
        await ReportAsync();
        if (state.StatusOf(item) == ItemStatus.Open || journal.IsPending(item))
        {
            throw new JobConflictException($"'{items[item].Output}' is waiting or in work; decide when it has its result.");
        }

        var (output, now) = (items[item].Output, time.GetUtcNow());
        if (decision.Kind == DecisionKind.KeepOriginal)
        {
            await decisions.EnterAsync(self.JobId, new DecisionRecord(output, DecisionStamp.KeepOriginal, decision.By, now, decision.InputSha256));
            await ReopenAsync(item);
        }
        else
        {
            await ReopenAsync(item);
            await decisions.EnterAsync(self.JobId, new DecisionRecord(output, DecisionRecord.RestoreAgain, decision.By, now, InputSha256: null));
        }

        LogDecided(self, item, decision.Kind, decision.By);
        await ReportAsync();
    }
}
