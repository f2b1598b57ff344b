using BirD.Restoration.Denoising.Tiling;
using BirD.Restoration.Residency;
using BirD.Restoration.Sampling;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Engine;

/// <summary>One step of several small pictures with one evaluation, each at its own timestep; of a large one alone.</summary>
/// <remarks>
/// Company changes nothing in a picture's result: on a CPU the prior's answers are the same to the last bit (docs/adr/0009). One
/// that fails doesn't take the others along. Steps are taken where the pictures are: on the device as long as they can be, else here.
/// </remarks>
internal sealed class StepBatch(TiledDenoiser tiles, IResidency? residency = null)
{
    /// <summary>True once the device failed otherwise than by being short of memory, be it that all went well when tried again alone.</summary>
    public bool DeviceFailed { get; private set; }

    /// <summary>Chooses who comes along: the oldest first, as many as one evaluation holds.</summary>
    /// <param name="lead">Whose turn it is.</param>
    /// <param name="running">All, the oldest first.</param>
    /// <param name="batch">Receives the lead and its company.</param>
    public void Form(Segment lead, List<Segment> running, List<Segment> batch)
    {
        batch.Clear();
        batch.Add(lead);
        var grid = GridOf(lead);
        var most = tiles.BatchPixels / ((long)grid.TileHeight * grid.TileWidth);
        var isResident = IsResident(lead);
        for (var i = 0; i < running.Count && batch.Count < most && grid.Count == 1; i++)
        {
            if (running[i] != lead && GridOf(running[i]) is { Count: 1 } other && (other.TileHeight, other.TileWidth) == (grid.TileHeight, grid.TileWidth)
                && IsResident(running[i]) == isResident)
            {
                batch.Add(running[i]);
            }
        }
    }

    /// <summary>Takes the step; what goes wrong is entered as <see cref="Segment.Fault"/>, and those that were cancelled stay as they were.</summary>
    public void Take(List<Segment> batch)
    {
        var isResident = IsResident(batch[0]);
        if ((isResident ? TakeThere(batch) : TakeHere(batch)) is not { } failure)
        {
            return;
        }

        var isShort = failure is EngineException { OutOfMemory: true };
        if (batch.Count > 1)
        {
            if (isResident && isShort)
            {
                tiles.HalveBatch(batch.Count, GridOf(batch[0]));
            }

            // Whose fault it is shows when each is tried alone.
            batch.FindAll(segment => segment.Fault is null).ForEach(segment => Take([segment]));
        }
        else if (isResident && isShort)
        {
            TakeHereFromNowOn(batch[0]);
        }
        else if (failure is not OperationCanceledException || !batch[0].Cancelled)
        {
            batch[0].Fault = failure;
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

    /// <summary>Gives back memory that nobody uses.</summary>
    /// <exception cref="EngineException">The device failed.</exception>
    public void Trim()
    {
        residency?.Trim();
        tiles.Trim();
    }

    /// <summary>Answers what went wrong with all of them, or the first of them; null when nothing did, or it is entered.</summary>
    private Exception? TakeHere(List<Segment> batch)
    {
        batch.ForEach(BringHome);
        var requests = new PriorRequest[batch.Count];
        ForEach(batch.FindAll(segment => segment.Fault is null), segment => requests[batch.IndexOf(segment)] = segment.Session.Prepare());
        if (batch.Find(segment => segment.Fault is not null) is { } faulty)
        {
            return faulty.Fault;
        }

        ImageTensor[] answers = [];
        if (Attempt(batch, token => answers = tiles.Evaluate(requests, token)) is { } failure)
        {
            return failure;
        }

        ForEach(batch, segment =>
        {
            var answer = answers[batch.IndexOf(segment)];
            segment.Session.Advance(answer);
            TensorPool.Return(answer);
        });
        return null;
    }

    /// <summary>As <see cref="TakeHere"/>, on the device.</summary>
    private Exception? TakeThere(List<Segment> batch)
    {
        var sessions = batch.ConvertAll(segment => segment.Session);
        if (Attempt(batch, token => residency!.Evaluate(sessions, GridOf(batch[0]), token)) is { } failure)
        {
            return failure;
        }

        foreach (var segment in batch)
        {
            Guarded(segment, one => residency!.Advance(one.Session));
            if (segment.Fault is EngineException { OutOfMemory: true })
            {
                TakeHereFromNowOn(segment);
            }
        }

        return null;
    }

    private void TakeHereFromNowOn(Segment segment)
    {
        segment.Fault = null;
        residency!.Refuse(segment.Session);
        Take([segment]);
    }

    private Exception? Attempt(List<Segment> batch, Action<CancellationToken> evaluate)
    {
        try
        {
            // A batch takes a fraction of a second, so only a large picture's evaluation is worth breaking off.
            evaluate(batch.Count == 1 ? batch[0].Token : CancellationToken.None);
            return null;
        }
#pragma warning disable CA1031 // Whatever a step throws belongs to the caller of this segment, not to the engine's thread.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Note(e);
            return e;
        }
    }

    private void Note(Exception failure) => DeviceFailed |= failure is EngineException { OutOfMemory: false };

    private static void ForEach(List<Segment> batch, Action<Segment> work)
    {
        if (batch.Count == 1)
        {
            Guarded(batch[0], work);
        }
        else
        {
            Parallel.ForEach(batch, segment => Guarded(segment, work));
        }
    }

    private static void Guarded(Segment segment, Action<Segment> work)
    {
        try
        {
            work(segment);
        }
#pragma warning disable CA1031 // As above.
        catch (Exception e)
#pragma warning restore CA1031
        {
            segment.Fault = e;
        }
    }

    private bool IsResident(Segment segment) => residency is not null && residency.CanTake(segment.Session, GridOf(segment));

    private TileGrid GridOf(Segment segment) => tiles.GridOf(segment.Session.State.X.Height, segment.Session.State.X.Width);
}
