using BirD.Contracts.Jobs;
using BirD.Contracts.Shards;
using BirD.Grains.Jobs;
using BirD.Grains.Records;

namespace BirD.Grains.Tests;

/// <summary>Every picture's end is told once, and counts once, in whatever order the news arrive.</summary>
public sealed class RunLedgerTests
{
    private static readonly ShardRef Shard = new("job", 1, 0);
    private readonly RunLedger ledger = new(new JobRun(1, 1, 2), new EventLog(1, 100));

    [Fact]
    public void Failure_OpenedAgain_CountsByItsNewEnd()
    {
        ledger.Enter(Report(term: 1, version: 1, finished: [Ended(0), Ended(1, ItemResult.Failed)]), cancelled: false);
        ledger.IsComplete.ShouldBeTrue();

        ledger.Enter(Report(term: 1, version: 2, reopened: [new ReopenedItem(1, 1)]), cancelled: false);
        Counts.ShouldBe((1, 0));
        ledger.Enter(Report(term: 1, version: 3, finished: [Ended(1)]), cancelled: false);

        Counts.ShouldBe((2, 0));
        Told.ShouldBe([0, 1, 1]);
    }

    /// <summary>Its answer got lost, so the shard says all of it again.</summary>
    [Fact]
    public void Reopening_SaidTwice_TakesNoLaterEndBack()
    {
        ReopenedItem[] reopened = [new(1, 1)];
        ledger.Enter(Report(term: 1, version: 1, finished: [Ended(1, ItemResult.Failed)]), cancelled: false);
        ledger.Enter(Report(term: 1, version: 2, reopened), cancelled: false);
        ledger.Enter(Report(term: 1, version: 3, reopened, [Ended(1)]), cancelled: false);
        ledger.Enter(Report(term: 1, version: 4, reopened, [Ended(1)]), cancelled: false);

        Counts.ShouldBe((1, 0));
        Told.ShouldBe([1, 1]);
    }

    /// <summary>The first report of an opened shard waited for its job, which meanwhile read the pictures' ends in the shard's record.</summary>
    [Fact]
    public void OpenItems_AsOfBeforeTheRecordWasRead_TakeNoEndBack()
    {
        var recorded = new ShardState(2) { Term = 2 };
        recorded.Finish(0, ItemStatus.Skipped);
        recorded.Finish(1, ItemStatus.Restored);
        ledger.Restore(0, recorded, []);
        ledger.Enter(Report(term: 0, version: 0, finished: [Ended(0), Ended(1)]), cancelled: false);

        ledger.Enter(Report(term: 2, version: 1, [new ReopenedItem(0, 0), new ReopenedItem(1, 0)]), cancelled: false);

        Counts.ShouldBe((2, 0));
        ledger.Enter(Report(term: 2, version: 2, finished: [Ended(0), Ended(1)]), cancelled: false);
        Told.ShouldBe([0, 1]);
    }

    /// <summary>The record that its new activation found is older than what the job had heard.</summary>
    [Fact]
    public void OpenItems_OfALaterTerm_TakeTheirEndsBack()
    {
        ledger.Enter(Report(term: 1, version: 1, finished: [Ended(0), Ended(1)]), cancelled: false);

        ledger.Enter(Report(term: 2, version: 1, [new ReopenedItem(1, 0)]), cancelled: false);

        Counts.ShouldBe((1, 0));
        ledger.IsComplete.ShouldBeFalse();
    }

    /// <summary>The old term told of a reopening and died before it was recorded: the new one's count starts below it.</summary>
    [Fact]
    public void Reopening_InATermThatCountsFromLess_TakesTheEndBack()
    {
        ledger.Enter(Report(term: 1, version: 1, finished: [Ended(0, ItemResult.Failed), Ended(1, ItemResult.Failed)]), cancelled: false);
        ledger.Enter(Report(term: 1, version: 2, [new ReopenedItem(0, 1)]), cancelled: false);
        ledger.Enter(Report(term: 2, version: 1, finished: [Ended(0, ItemResult.Failed), Ended(1, ItemResult.Failed)]), cancelled: false);
        Counts.ShouldBe((0, 2));

        ledger.Enter(Report(term: 2, version: 2, [new ReopenedItem(1, 1)]), cancelled: false);

        Counts.ShouldBe((0, 1));
    }

    private (long Restored, long Failed) Counts => ledger.ToProgress("job", JobState.Running) is var now ? (now.Restored, now.Failed) : default;

    private IEnumerable<int> Told => ledger.Events.After(0).Select(told => int.Parse(told.Output));

    private static ShardReport Report(int term, long version, ReopenedItem[]? reopened = null, FinishedItem[]? finished = null) => new()
    {
        Shard = Shard,
        Term = term,
        Version = version,
        Reopened = reopened ?? [],
        Finished = finished ?? [],
    };

    private static FinishedItem Ended(int item, ItemResult result = ItemResult.Restored) =>
        new(item, new JobEvent { Sequence = 0, Input = $"in/{item}", Output = $"{item}", Result = result });
}
