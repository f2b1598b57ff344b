namespace BirD.Grains.Workers;

/// <summary>Counts free slots. One taker, many returners.</summary>
internal sealed class SlotPool(int size)
{
    private readonly Lock gate = new();
    private int free = size;
    private TaskCompletionSource? returned;

    public int Size { get; } = size;

    public int Free
    {
        get
        {
            lock (gate)
            {
                return free;
            }
        }
    }

    /// <summary>Takes this many slots, waiting until they are free.</summary>
    public async Task TakeAsync(int count, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task wait;
            lock (gate)
            {
                if (free >= count)
                {
                    free -= count;
                    return;
                }

                returned ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
                wait = returned.Task;
            }

            await wait.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Waits until at least one slot is free.</summary>
    public async Task WaitForFreeAsync(CancellationToken cancellationToken)
    {
        await TakeAsync(1, cancellationToken);
        Return(1);
    }

    public void Return(int count)
    {
        TaskCompletionSource? wake;
        lock (gate)
        {
            free += count;
            (wake, returned) = (returned, null);
        }

        wake?.TrySetResult();
    }
}
