using BirD.Contracts.Jobs;
using BirD.Contracts.Leases;
using BirD.Contracts.Retry;
using BirD.Contracts.Shards;
using BirD.Grains.Configuration;
using BirD.Grains.Diagnostics;
using BirD.Grains.Leases;
using BirD.Grains.Membership;
using BirD.Grains.Records;
using BirD.Grains.Retry;
using BirD.Storage.Manifests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Placement;
using Orleans.Runtime;

namespace BirD.Grains.Shards;

/// <summary>Grants leases on one manifest shard, records outcomes in group commits and reports them to the job.</summary>
/// <remarks>Leases live in memory; what is durable are the term, which fences earlier activations, and the outcomes.</remarks>
[GrainType("bird.shard"), HashBasedPlacement, CollectionAgeLimit(Minutes = 30)]
internal sealed partial class ShardGrain(
    JobRecordStore jobs,
    IManifestStore manifests,
    ShardRecordStore records,
    DeadLetterStore deadLetters,
    DecisionStore decisions,
    SiloLiveness liveness,
    IGrainFactory grains,
    Instruments instruments,
    IOptions<ShardOptions> options,
    IOptions<LeaseOptions> leaseOptions,
    IOptions<RetryOptions> retryOptions,
    [FromKeyedServices(BirdClock.Key)] TimeProvider time,
    ILogger<ShardGrain> logger) : Grain, IShardGrain
{
    /// <summary>When to ask again for a shard whose open items are all in other hands.</summary>
    private static readonly TimeSpan NothingNow = TimeSpan.FromSeconds(1);

    private readonly ILogger logger = logger;
    private ShardRef self = null!;
    private JobSpec spec = null!;
    private IReadOnlyList<ManifestItem> items = null!;
    private ShardState state = null!;
    private ShardBook book = null!;
    private ShardJournal journal = null!;
    private JobState jobState;
    private string? trace;

    public async Task<LeaseGrant> AcquireAsync(WorkerId worker, int max)
    {
        Sweep();
        if (!registered || jobState == JobState.Paused)
        {
            // The job must know of a shard before its first grant, or it could take a cancelled run for drained too early.
            await ReportAsync();
        }

        var granted = registered && jobState == JobState.Running ? book.Grant(worker, max) : [];
        return new LeaseGrant
        {
            Spec = spec,
            Items = [.. granted.Select(ToItemLease)],
            Duration = leaseOptions.Value.Duration,
            Complete = (book.IsComplete && AllReported) || jobState is JobState.Cancelled or JobState.Draining or JobState.Finished,
            Trace = trace,
            AsOf = new ShardMoment(state.Term, version),
            AskAgainAfter = granted.Count > 0 ? null : book.NextDue is { } due && due < NothingNow ? due : NothingNow,
        };
    }

    public Task<HeartbeatReply> HeartbeatAsync(LeaseHeartbeat beat)
    {
        looks?.Enter(beat.Looks ?? []);
        var revoked = beat.Items
            .Where(pulse => !book.Renew(beat.Worker, pulse) || jobState is not (JobState.Running or JobState.Draining))
            .Select(pulse => new LeaseRef(pulse.Item, pulse.Epoch));
        return Task.FromResult(new HeartbeatReply([.. revoked]) { Watched = looks?.WantedOf(beat.Items) });
    }

    public async Task<CommitReply> CommitAsync(IReadOnlyList<ItemOutcome> outcomes)
    {
        var refused = new List<LeaseRef>();
        foreach (var outcome in outcomes)
        {
            var settlement = book.Settle(outcome);
            if (settlement.Kind == SettlementKind.Refused)
            {
                refused.Add(new LeaseRef(outcome.Item, outcome.Epoch));
                instruments.OnFenced("commit");
                LogRefused(self, outcome.Item, outcome.Epoch);
            }
            else
            {
                Enter(outcome.Item, outcome.Epoch, settlement, outcome.Result, outcome.Message);
            }
        }

        if (refused.Count < outcomes.Count)
        {
            await journal.WriteSoonAsync(outcomes.Count - refused.Count);
        }

        return new CommitReply(refused);
    }

    public Task ReleaseAsync(IReadOnlyList<ItemPulse> leases, ReleaseReason reason)
    {
        foreach (var pulse in leases)
        {
            book.Release(pulse);
        }

        // The steps that were taken count, and nothing else would have them written down.
        journal.MarkDirty();
        changed = true;
        return Task.CompletedTask;
    }

    public Task DropWorkerAsync(WorkerId worker)
    {
        Drop(other => other == worker);
        return Task.CompletedTask;
    }

    public Task<ShardSnapshot> GetSnapshotAsync() => Task.FromResult(new ShardSnapshot
    {
        Items = state.Count,
        Finished = book.Finished,
        Leased = book.Leases.Count,
        Delayed = book.Delayed,
        Term = state.Term,
        Attempts = [.. Enumerable.Range(0, state.Count).Select(state.AttemptsOf)],
    });

    /// <summary>Takes back leases whose holder is dead or silent, and sees to it that this gets recorded.</summary>
    private void Sweep()
    {
        Drop(worker => worker.Silo is { } silo && liveness.IsDead(silo));
        foreach (var (lease, settlement) in book.Expire())
        {
            instruments.OnLeaseExpired();
            LogExpired(self, lease.Item, lease.Epoch, lease.Worker, settlement.Kind);
            Enter(lease.Item, lease.Epoch, settlement, ItemResult.Failed, "No worker that took it finished or gave a sign of life.");
        }
    }

    private void Drop(Func<WorkerId, bool> gone)
    {
        foreach (var (lease, settlement) in book.Drop(gone))
        {
            LogDropped(self, lease.Item, lease.Epoch, lease.Worker, settlement.Kind);
            Enter(lease.Item, lease.Epoch, settlement, ItemResult.Failed, "The worker process died each time it had this picture in work.");
        }
    }

    /// <summary>Books what a settlement means outside the book: metrics, log, record, dead letter, event.</summary>
    private void Enter(int item, long epoch, Settlement settlement, ItemResult result, string? message)
    {
        if (settlement.Kind is SettlementKind.Refused or SettlementKind.Repeated)
        {
            return;
        }

        changed = true;
        journal.MarkDirty();
        if (settlement.Failure is { } failure)
        {
            instruments.OnAttemptFailed(failure);
            if (settlement.Kind == SettlementKind.RetryLater)
            {
                instruments.OnRetried(failure);
                LogRetried(self, item, failure, message ?? "");
                return;
            }

            instruments.OnDeadLettered(failure);
            LogGivenUp(self, item, failure, message ?? "");
            journal.Add(ToDeadLetter(item, epoch, failure, message ?? ""));
        }
        else
        {
            instruments.OnCompleted(result);
        }

        journal.Add(ToFinished(item, result, settlement.Held.TotalSeconds, message));
    }

    private ItemLease ToItemLease(Lease lease) => new()
    {
        JobId = self.JobId,
        Run = self.Run,
        Shard = self.Shard,
        Item = lease.Item,
        Epoch = lease.Epoch,
        Root = items[lease.Item].Root,
        Key = items[lease.Item].Key,
        Output = items[lease.Item].Output,
        Attempt = state.AttemptsOf(lease.Item) + state.DeathsOf(lease.Item) + 1,
        Alone = book.MustRunAlone(lease.Item),
        Companions = [.. (items[lease.Item].Companions ?? []).Select(c => new CompanionRef(c.Role, c.Root, c.Key))],
        Anew = items[lease.Item].Anew,
    };

    private DeadLetter ToDeadLetter(int item, long epoch, FailureClass failure, string message) => new()
    {
        Item = item,
        Root = items[item].Root,
        Key = items[item].Key,
        Output = items[item].Output,
        FailureClass = failure.ToString().ToLowerInvariant(),
        Message = message,
        Attempts = state.AttemptsOf(item),
        Deaths = state.DeathsOf(item),
        Epoch = epoch,
    };

    private FinishedItem ToFinished(int item, ItemResult result, double seconds, string? message) =>
        new(item, ItemEvents.Create(spec, items[item], result, seconds, message));
}
