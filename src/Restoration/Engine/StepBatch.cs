using BirD.Restoration.Engine.Tiling;
using BirD.Restoration.Priors;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Engine;

/// <summary>One step of several small pictures with one evaluation, each at its own timestep; of a large one alone.</summary>
/// <remarks>
/// Company changes nothing in a picture's result: on a CPU the prior's answers are the same to the last bit (docs/adr/0009). One
/// that fails doesn't take the others along. Steps are taken on the device as long as they can be, else here. <see cref="Choose"/> and
/// <see cref="Advance"/> leave the device alone, so they may run while it evaluates something else.
/// </remarks>
/// <param name="tiles">The prior; owned by the caller.</param>
/// <param name="residency">Takes steps on the device; null where the host does.</param>
/// <param name="hasFixedSizes">Whether batches are of few sizes (<see cref="BatchSizes"/>): for devices that plan for each.</param>
internal sealed class StepBatch(TiledDenoiser tiles, IResidency? residency = null, bool hasFixedSizes = false)
{
    /// <summary>How the device first failed otherwise than by being short of memory, be it that all went well when tried again alone; null while it didn't.</summary>
    public string? DeviceFault { get; private set; }

    /// <summary>Chooses who comes along, the oldest first, as many as one evaluation holds; asks what the prior must be asked.</summary>
    /// <param name="lead">Whose turn it is.</param>
    /// <param name="running">All, the oldest first.</param>
    /// <param name="overtakes">Whether the lead overtakes an older one.</param>
    /// <param name="leaveHalf">Whether half of those that the host has work with are to be left for the next batch, so that it has something to do meanwhile.</param>
    public StepWork Choose(Segment lead, List<Segment> running, bool overtakes = false, bool leaveHalf = false)
    {
        var (grid, isResident, batch) = (GridOf(lead), IsResident(lead), new List<Segment> { lead });
        var most = leaveHalf && !isResident ? (running.Count + 1) / 2 : running.Count;
        var fitting = Math.Min(most, tiles.BatchPixels / ((long)grid.TileHeight * grid.TileWidth));
        for (var i = 0; i < running.Count && batch.Count < fitting && grid.Count == 1; i++)
        {
            if (running[i] != lead && GridOf(running[i]) is { Count: 1 } other && (other.TileHeight, other.TileWidth) == (grid.TileHeight, grid.TileWidth)
                && IsResident(running[i]) == isResident)
            {
                batch.Add(running[i]);
            }
        }

        if (hasFixedSizes)
        {
            var take = BatchSizes.Take(batch.Count);
            batch.RemoveRange(take, batch.Count - take);
        }

        return Prepare(batch, isResident, overtakes);
    }

    /// <summary>Has the prior evaluated; where the step is taken on the device, takes it.</summary>
    public void Evaluate(StepWork work)
    {
        if (work.Failure is not null)
        {
            return;
        }

        // A batch takes a fraction of a second, so only a large picture's evaluation is worth breaking off.
        var token = work.Batch.Count == 1 ? work.Batch[0].Token : CancellationToken.None;
        try
        {
            if (work.IsResident)
            {
                var sessions = work.Batch.ConvertAll(segment => segment.Session);
                residency!.Evaluate(sessions, GridOf(work.Batch[0]), token);
                Enter(work, residency.Advance(sessions));
            }
            else
            {
                work.Answers = tiles.Evaluate(work.Requests, token);
            }
        }
#pragma warning disable CA1031 // Whatever a step throws belongs to the caller of this segment, not to the engine's thread.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Note(e);
            work.Failure = e;
        }
    }

    /// <summary>Takes the step with the prior's answers, unless it has been taken; what goes wrong is entered as <see cref="Segment.Fault"/>.</summary>
    public static void Advance(StepWork work)
    {
        if (work.Answers.Length > 0)
        {
            ForEach(work, static (step, i) =>
            {
                step.Batch[i].Session.Advance(step.Answers[i]);
                TensorPool.Return(step.Answers[i]);
            });
            work.Answers = [];
        }
    }

    /// <summary>After a failure: tries with less, and enters as <see cref="Segment.Fault"/> what fails alone. Those that were cancelled stay as they were.</summary>
    public void Retry(StepWork work)
    {
        var (batch, isShort) = (work.Batch, work.Failure is EngineException { OutOfMemory: true });
        if (batch.Count > 1)
        {
            if (work.IsResident && isShort)
            {
                tiles.HalveBatch(batch.Count, GridOf(batch[0]));
            }

            // Whose fault it is shows when each is tried alone.
            batch.FindAll(segment => segment.Fault is null).ForEach(Take);
        }
        else if (work.IsResident && isShort)
        {
            TakeHereFromNowOn(batch[0]);
        }
        else if (work.Failure is not OperationCanceledException || !batch[0].Cancelled)
        {
            batch[0].Fault = work.Failure;
        }
    }

    /// <summary>Has a session's state on the host, before its owner gets it back.</summary>
    public void BringHome(Segment segment)
    {
        try
        {
            residency?.BringHome(segment.Session);
        }
        catch (EngineException e)
        {
            Note(e);
            segment.Fault ??= e;
        }
    }

    /// <summary>Brings home who can't stay on the device for the next step.</summary>
    public void Settle(List<Segment> running)
    {
        foreach (var segment in running)
        {
            if (residency is not null && segment.Fault is null && !segment.Session.IsComplete && !IsResident(segment))
            {
                BringHome(segment);
            }
        }
    }

    /// <summary>Whether a step that was to be taken on the device still can be.</summary>
    public bool Stands(StepWork work) => !work.IsResident || work.Batch.TrueForAll(IsResident);

    /// <summary>Gives back memory that nobody uses.</summary>
    /// <exception cref="EngineException">The device failed.</exception>
    public void Trim()
    {
        residency?.Trim();
        tiles.Trim();
    }

    /// <summary>Remembers what shows that the device failed.</summary>
    public void Note(Exception failure) => DeviceFault ??= failure is EngineException { OutOfMemory: false } ? failure.Message : null;

    private static StepWork Prepare(List<Segment> batch, bool isResident, bool overtakes = false)
    {
        var work = new StepWork(batch, isResident) { Overtakes = overtakes };
        if (!isResident)
        {
            ForEach(work, static (step, i) => step.Requests[i] = step.Batch[i].Session.Prepare());
            work.Failure = batch.Find(static segment => segment.Fault is not null)?.Fault;
        }

        return work;
    }

    private void Take(Segment segment)
    {
        Settle([segment]);
        var work = Prepare([segment], IsResident(segment));
        Evaluate(work);
        if (work.Failure is null)
        {
            Advance(work);
        }
        else
        {
            Retry(work);
        }
    }

    private void Enter(StepWork work, IReadOnlyList<EngineException?> faults)
    {
        for (var i = 0; i < faults.Count; i++)
        {
            if (faults[i] is { } fault)
            {
                Note(fault);
                work.Batch[i].Fault = fault;
            }
        }
    }

    private void TakeHereFromNowOn(Segment segment)
    {
        segment.Fault = null;
        residency!.Refuse(segment.Session);
        Take(segment);
    }

    private static void ForEach(StepWork step, Action<StepWork, int> work)
    {
        if (step.Batch.Count == 1)
        {
            Guarded(step, 0, work);
        }
        else
        {
            Parallel.For(0, step.Batch.Count, i => Guarded(step, i, work));
        }
    }

    private static void Guarded(StepWork step, int index, Action<StepWork, int> work)
    {
        try
        {
            work(step, index);
        }
#pragma warning disable CA1031 // As above.
        catch (Exception e)
#pragma warning restore CA1031
        {
            step.Batch[index].Fault = e;
        }
    }

    private bool IsResident(Segment segment)
    {
        try
        {
            return residency is not null && residency.CanTake(segment.Session, GridOf(segment));
        }
#pragma warning disable CA1031 // Preparing the step here throws the same, where it is entered as the segment's.
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }

    private TileGrid GridOf(Segment segment) => tiles.GridOf(segment.Session.State.X.Height, segment.Session.State.X.Width);
}
