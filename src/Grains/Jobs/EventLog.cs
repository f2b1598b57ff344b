using BirD.Contracts.Jobs;

namespace BirD.Grains.Jobs;

/// <summary>The latest item events of a run, numbered without gaps, and the wake-up of those who wait for more.</summary>
internal sealed class EventLog(long first, int capacity)
{
    private readonly Queue<JobEvent> kept = new();
    private long next = first;
    private TaskCompletionSource changed = NewSignal();

    /// <summary>True when nothing will be added any more.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Completes at the next change after this moment.</summary>
    public Task Changed => changed.Task;

    public void Add(JobEvent item)
    {
        kept.Enqueue(item with { Sequence = next++ });
        if (kept.Count > capacity)
        {
            kept.Dequeue();
        }

        Signal();
    }

    public IReadOnlyList<JobEvent> After(long sequence) =>
        sequence + 1 >= next ? [] : [.. kept.Skip((int)Math.Max(0, sequence + 1 - (next - kept.Count)))];

    public void Close()
    {
        IsClosed = true;
        Signal();
    }

    /// <summary>The run goes on after its end: failures are tried again.</summary>
    public void Reopen() => IsClosed = false;

    /// <summary>Lets watchers look again, for example because a cancelled run gave its last picture back.</summary>
    private void Signal()
    {
        var before = changed;
        changed = NewSignal();
        before.TrySetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
