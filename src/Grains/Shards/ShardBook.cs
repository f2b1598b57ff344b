using BirD.Contracts.Jobs;
using BirD.Contracts.Leases;
using BirD.Contracts.Retry;
using BirD.Grains.Leases;
using BirD.Grains.Records;
using BirD.Grains.Retry;

namespace BirD.Grains.Shards;

/// <summary>The shard's rules, free of grains and stores: who may work on what, and what an outcome changes.</summary>
internal sealed class ShardBook
{
    private readonly ShardState state;
    private readonly int run;
    private readonly RetryPolicy retry;
    private readonly LeaseOptions options;
    private readonly TimeProvider time;
    private readonly LinkedList<int> ready = new();
    private readonly PriorityQueue<int, long> delayed = new();
    private readonly Dictionary<int, Lease> leases = [];
    private readonly Dictionary<int, long> settled = [];
    private readonly HashSet<int> alone = [];
    private uint counter;

    public ShardBook(ShardState state, int run, RetryPolicy retry, LeaseOptions options, TimeProvider time)
    {
        (this.state, this.run, this.retry, this.options, this.time) = (state, run, retry, options, time);
        StepsBefore = state.Steps;
        for (var item = 0; item < state.Count; item++)
        {
            if (state.StatusOf(item) == ItemStatus.Open)
            {
                ready.AddLast(item);
            }
            else
            {
                Finished++;
            }
        }
    }

    public int Finished { get; private set; }

    public bool IsComplete => Finished == state.Count;

    public int Delayed => delayed.Count;

    public IReadOnlyCollection<Lease> Leases => leases.Values;

    /// <summary>Steps under leases that ended in earlier terms.</summary>
    public long StepsBefore { get; }

    /// <summary>
    /// Steps under all leases of this term. Those that it took over count whole: an earlier term counts a lease durably only at
    /// its end, so no step is in two terms' figures.
    /// </summary>
    public long Steps => state.Steps - StepsBefore + leases.Values.Sum(lease => lease.StepsRun);

    public bool MustRunAlone(int item) => alone.Contains(item) || retry.RunAlone(state.DeathsOf(item));

    /// <summary>Leases up to <paramref name="max"/> ready items: those that were begun before, then the others as listed.</summary>
    public IReadOnlyList<Lease> Grant(WorkerId worker, int max)
    {
        WakeDelayed();
        var granted = new List<Lease>(Math.Min(max, ready.Count));
        while (granted.Count < max && ready.First is { Value: var item })
        {
            ready.RemoveFirst();
            granted.Add(Add(item, LeaseEpoch.Compose(run, state.Term, ++counter), worker));
        }

        return granted;
    }

    /// <summary>Time until a delayed item becomes ready; null when none is waiting.</summary>
    public TimeSpan? NextDue =>
        delayed.TryPeek(out _, out var due) ? Max(TimeSpan.Zero, time.GetElapsedTime(time.GetTimestamp(), due)) : null;

    /// <summary>Renews a lease; false when it isn't held any more.</summary>
    public bool Renew(WorkerId worker, ItemPulse pulse)
    {
        if (Find(pulse.Item, pulse.Epoch) is not { } lease)
        {
            if (!CanAdopt(pulse.Item, pulse.Epoch))
            {
                return false;
            }

            lease = Adopt(pulse.Item, pulse.Epoch, worker);
        }

        lease.RenewedAt = time.GetTimestamp();
        (lease.Step, lease.Steps, lease.StepsRun) = (pulse.Step, pulse.Steps, pulse.StepsRun);
        return true;
    }

    /// <summary>Enters an outcome.</summary>
    public Settlement Settle(ItemOutcome outcome)
    {
        var item = outcome.Item;
        if (Find(item, outcome.Epoch) is not { } lease)
        {
            if (settled.TryGetValue(item, out var epoch) && epoch == outcome.Epoch)
            {
                return new Settlement(SettlementKind.Repeated);
            }

            if (!CanAdopt(item, outcome.Epoch))
            {
                return new Settlement(SettlementKind.Refused);
            }

            lease = Adopt(item, outcome.Epoch, default);
        }

        lease.StepsRun = Math.Max(lease.StepsRun, outcome.StepsRun);
        Remove(lease);
        settled[item] = outcome.Epoch;
        if (outcome.Result != ItemResult.Failed)
        {
            Finish(item, outcome.Result.ToStatus());
            return new Settlement(SettlementKind.Finished, time.GetElapsedTime(lease.GrantedAt));
        }

        return Fail(lease, outcome.Failure ?? FailureClass.Transient);
    }

    /// <summary>Makes a given-up item ready again, with its attempts forgotten.</summary>
    public void Reopen(int item)
    {
        state.Reopen(item);
        settled.Remove(item);
        alone.Remove(item);
        ready.AddLast(item);
        Finished--;
    }

    /// <summary>Takes an item back unfinished, at no cost to it; it goes on first, it may be all but done.</summary>
    public void Release(ItemPulse pulse)
    {
        if (Find(pulse.Item, pulse.Epoch) is { } lease)
        {
            lease.StepsRun = Math.Max(lease.StepsRun, pulse.StepsRun);
            Remove(lease);
            ready.AddFirst(pulse.Item);
        }
    }

    /// <summary>Settles the leases of workers that are gone: each item's death is counted.</summary>
    public IReadOnlyList<(Lease Lease, Settlement Settlement)> Drop(Func<WorkerId, bool> gone) =>
        [.. leases.Values.Where(lease => gone(lease.Worker)).ToList().Select(lease => (lease, Bury(lease)))];

    /// <summary>Settles the leases that nobody renewed in time; counts as a failed attempt.</summary>
    public IReadOnlyList<(Lease Lease, Settlement Settlement)> Expire() =>
        [.. leases.Values.Where(lease => time.GetElapsedTime(lease.RenewedAt) > options.Duration).ToList().Select(lease => (lease, Forget(lease)))];

    private Settlement Bury(Lease lease)
    {
        Remove(lease);
        state.CountDeath(lease.Item);
        return Decide(lease, FailureClass.Poison);
    }

    private Settlement Forget(Lease lease)
    {
        Remove(lease);
        return Fail(lease, FailureClass.Transient);
    }

    private Settlement Fail(Lease lease, FailureClass failure)
    {
        state.CountAttempt(lease.Item);
        return Decide(lease, failure);
    }

    private Settlement Decide(Lease lease, FailureClass failure)
    {
        var item = lease.Item;
        var decision = retry.Decide(failure, state.AttemptsOf(item), state.DeathsOf(item), lease.Epoch);
        if (!decision.Retry)
        {
            Finish(item, ItemStatus.Failed);
            return new Settlement(SettlementKind.GivenUp, time.GetElapsedTime(lease.GrantedAt), failure);
        }

        if (failure == FailureClass.Resource)
        {
            alone.Add(item);
        }

        if (decision.Delay == TimeSpan.Zero)
        {
            // Not behind thousands that nobody has begun yet.
            ready.AddFirst(item);
        }
        else
        {
            delayed.Enqueue(item, time.GetTimestamp() + (long)(decision.Delay.TotalSeconds * time.TimestampFrequency));
        }

        return new Settlement(SettlementKind.RetryLater, time.GetElapsedTime(lease.GrantedAt), failure);
    }

    /// <summary>
    /// A lease of an earlier term whose item nobody else got: its worker went on while this shard moved here, and goes on
    /// holding it. An epoch of this term was handed out here, so if it isn't held now it was taken back.
    /// </summary>
    private bool CanAdopt(int item, long epoch) =>
        (uint)item < (uint)state.Count
        && LeaseEpoch.RunOf(epoch) == run
        && LeaseEpoch.TermOf(epoch) < state.Term
        && state.StatusOf(item) == ItemStatus.Open
        && !leases.ContainsKey(item)
        && !settled.ContainsKey(item)
        && ready.Contains(item);

    private Lease Adopt(int item, long epoch, WorkerId worker)
    {
        ready.Remove(item);
        return Add(item, epoch, worker);
    }

    private Lease Add(int item, long epoch, WorkerId worker)
    {
        var now = time.GetTimestamp();
        return leases[item] = new Lease { Item = item, Epoch = epoch, Worker = worker, GrantedAt = now, RenewedAt = now };
    }

    private Lease? Find(int item, long epoch) =>
        leases.TryGetValue(item, out var lease) && lease.Epoch == epoch ? lease : null;

    private void Remove(Lease lease)
    {
        state.Steps += lease.StepsRun;
        leases.Remove(lease.Item);
    }

    private void Finish(int item, ItemStatus final)
    {
        state.Finish(item, final);
        Finished++;
    }

    private void WakeDelayed()
    {
        while (delayed.TryPeek(out var item, out var due) && due <= time.GetTimestamp())
        {
            delayed.Dequeue();
            ready.AddFirst(item);
        }
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
