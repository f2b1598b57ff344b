namespace BirD.Restoration.Pipeline;

/// <summary>Shares the memory of a process among the pictures in work: who doesn't fit beside the others waits.</summary>
/// <remarks>First come, first served, so that small pictures can't keep a large one waiting for ever. Safe from any thread.</remarks>
/// <param name="bytes">What there is to share.</param>
public sealed class MemoryBudget(long bytes)
{
    private readonly Lock gate = new();
    private readonly LinkedList<Waiting> queue = [];
    private long used;

    /// <summary>Bytes given out.</summary>
    public long Used
    {
        get
        {
            lock (gate)
            {
                return used;
            }
        }
    }

    /// <summary>Takes a share if it is free and nobody waits for one; null otherwise.</summary>
    public Share? TryTake(long need)
    {
        lock (gate)
        {
            return queue.Count == 0 && Fits(need) ? Give(need) : null;
        }
    }

    /// <summary>Takes a share as soon as it is free. One that is larger than everything comes when nothing else is in use.</summary>
    public async Task<Share> TakeAsync(long need, CancellationToken cancellationToken)
    {
        LinkedListNode<Waiting> place;
        lock (gate)
        {
            if (queue.Count == 0 && Fits(need))
            {
                return Give(need);
            }

            place = queue.AddLast(new Waiting(need));
        }

        try
        {
            return await place.Value.Admitted.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            lock (gate)
            {
                if (place.List is not null)
                {
                    queue.Remove(place);
                    Admit();
                }
            }

            // Admitted and cancelled at once: what was given goes back.
            if (place.Value.Admitted.Task.IsCompletedSuccessfully)
            {
                (await place.Value.Admitted.Task).Dispose();
            }

            throw;
        }
    }

    private bool Fits(long need) => used == 0 || used + need <= bytes;

    private Share Give(long need)
    {
        used += need;
        return new Share(this, need);
    }

    private void Admit()
    {
        while (queue.First is { } first && Fits(first.Value.Need))
        {
            queue.RemoveFirst();
            first.Value.Admitted.SetResult(Give(first.Value.Need));
        }
    }

    private void Return(long share)
    {
        lock (gate)
        {
            used -= share;
            Admit();
        }
    }

    private sealed record Waiting(long Need)
    {
        public TaskCompletionSource<Share> Admitted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>A part of the budget; disposing of it gives it back, once.</summary>
    public sealed class Share(MemoryBudget budget, long need) : IDisposable
    {
        private int returned;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref returned, 1) == 0)
            {
                budget.Return(need);
            }
        }
    }
}
