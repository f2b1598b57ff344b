namespace BirD.Grains.Shards;

/// <summary>Lets many outcomes share one write; at most one write runs at a time.</summary>
/// <remarks>
/// The first outcome after a pause is written at once; those that follow within the interval wait for its end or for a
/// full batch. Not thread-safe: lives inside one grain's turns.
/// </remarks>
internal sealed class GroupCommit(Func<Task> write, ShardOptions options, TimeProvider time)
{
    private Task running = Task.CompletedTask;
    private Task? next;
    private TaskCompletionSource full = NewSignal();
    private int waiting;
    private long? lastWrite;

    /// <summary>Completes when a write that started after this call has succeeded; fails when that write failed.</summary>
    public Task WriteSoonAsync(int outcomes)
    {
        waiting += outcomes;
        next ??= RunAsync(running);
        if (waiting >= options.CommitBatch)
        {
            full.TrySetResult();
        }

        return next;
    }

    private async Task RunAsync(Task previous)
    {
        await previous.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        if (lastWrite is { } last && options.CommitInterval - time.GetElapsedTime(last) is var pause && pause > TimeSpan.Zero)
        {
            await Task.WhenAny(full.Task, Task.Delay(pause, time));
        }

        running = next!;
        next = null;
        waiting = 0;
        full = NewSignal();
        lastWrite = time.GetTimestamp();
        await write();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
