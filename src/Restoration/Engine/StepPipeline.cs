namespace BirD.Restoration.Engine;

/// <summary>Takes step after step in the order of <see cref="StepOrder"/>, with or without a second batch in work beside the evaluation.</summary>
/// <remarks>
/// Where the device is not the host, what the host does for one batch is done while the device evaluates another: the latest answers
/// are taken in, and the next questions prepared. On a CPU there is no processor left for that (docs/adr/0009).
/// </remarks>
/// <param name="steps">How a step is taken.</param>
/// <param name="time">Clock for device time.</param>
/// <param name="overlaps">Whether two batches are in work at once.</param>
/// <param name="onTaken">Told of each picture whose step has been taken, and its share of the time; in turn, from one thread or another.</param>
internal sealed class StepPipeline(StepBatch steps, TimeProvider time, bool overlaps, Action<Segment, TimeSpan> onTaken)
{
    private readonly StepOrder order = new();
    private readonly List<Segment> free = [];
    private StepWork? ready;
    private StepWork? evaluated;

    /// <summary>Whether the picture is amidst a step.</summary>
    public bool Holds(Segment segment) => (ready?.Batch.Contains(segment) ?? false) || (evaluated?.Batch.Contains(segment) ?? false);

    /// <summary>Evaluates one batch, if there is one.</summary>
    /// <param name="running">All, the oldest first.</param>
    public void Turn(List<Segment> running)
    {
        var started = time.GetTimestamp();
        steps.Settle(running);
        if (ready is not null && !steps.Stands(ready))
        {
            ready = null;
        }

        if (ready is null)
        {
            Finish(ref evaluated);
            ready = Choose(running, except: null);
        }

        if (ready is not { } current)
        {
            return;
        }

        ready = null;
        var beside = overlaps ? Task.Run(() => Beside(running, current)) : null;
        steps.Evaluate(current);
        ready = beside?.GetAwaiter().GetResult();
        if (current.Failure is not null)
        {
            steps.Retry(current);
        }

        evaluated = current;
        if (!overlaps)
        {
            StepBatch.Advance(current);
        }

        current.Elapsed = time.GetElapsedTime(started);
        order.OnStep(current.Elapsed, current.Overtakes);
        if (!overlaps || current.Failure is not null)
        {
            Finish(ref evaluated);
        }
    }

    private StepWork? Beside(List<Segment> running, StepWork current)
    {
        Finish(ref evaluated);
        return Choose(running, current);
    }

    private StepWork? Choose(List<Segment> running, StepWork? except)
    {
        free.Clear();
        foreach (var segment in running)
        {
            if (segment.Fault is null && segment.Ending is null && !(except?.Batch.Contains(segment) ?? false))
            {
                free.Add(segment);
            }
        }

        var (lead, overtakes) = order.Next(free);
        var work = lead is null ? null : steps.Choose(lead, free, overtakes, leaveHalf: overlaps && except is null);

        // Whose picture has ended must find nobody holding on to it.
        free.Clear();
        return work;
    }

    private void Finish(ref StepWork? work)
    {
        if (work is { } done)
        {
            work = null;
            StepBatch.Advance(done);
            for (var i = 0; i < done.Batch.Count; i++)
            {
                if (done.IsTaken(i))
                {
                    onTaken(done.Batch[i], done.Elapsed / done.Batch.Count);
                }
            }
        }
    }
}
