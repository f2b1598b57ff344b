using BirD.Restoration.Denoising.Tiling;
using BirD.Restoration.Sampling;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Engine;

/// <summary>One step of several small pictures with one evaluation, each at its own timestep; of a large one alone.</summary>
/// <remarks>
/// Company changes nothing in a picture's result: on a CPU the prior's answers are the same to the last bit (docs/adr/0009). One
/// that fails doesn't take the others along.
/// </remarks>
internal sealed class StepBatch(TiledDenoiser tiles)
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
        for (var i = 0; i < running.Count && batch.Count < most && grid.Count == 1; i++)
        {
            if (running[i] != lead && GridOf(running[i]) is { Count: 1 } other && (other.TileHeight, other.TileWidth) == (grid.TileHeight, grid.TileWidth))
            {
                batch.Add(running[i]);
            }
        }
    }

    /// <summary>Takes the step; what goes wrong is entered as <see cref="Segment.Fault"/>, and those that were cancelled stay as they were.</summary>
    public void Take(List<Segment> batch)
    {
        var requests = new PriorRequest[batch.Count];
        ForEach(batch, i => requests[i] = batch[i].Session.Prepare());
        if (batch.TrueForAll(segment => segment.Fault is null) && Evaluate(batch, requests) is { } answers)
        {
            ForEach(batch, i =>
            {
                batch[i].Session.Advance(answers[i]);
                TensorPool.Return(answers[i]);
            });
        }
        else if (batch.Count > 1)
        {
            // Whose fault it is shows when each is tried alone.
            batch.FindAll(segment => segment.Fault is null).ForEach(segment => Take([segment]));
        }
    }

    /// <summary>The answers; null when there are none.</summary>
    private ImageTensor[]? Evaluate(List<Segment> batch, PriorRequest[] requests)
    {
        // A batch takes a fraction of a second, so only a large picture's evaluation is worth breaking off.
        var token = batch.Count == 1 ? batch[0].Token : CancellationToken.None;
        try
        {
            return tiles.Evaluate(requests, token);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            return null;
        }
#pragma warning disable CA1031 // Whatever a step throws belongs to the caller of this segment, not to the engine's thread.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Note(e);
            batch[0].Fault = batch.Count == 1 ? e : null;
            return null;
        }
    }

    private void Note(Exception failure) => DeviceFailed |= failure is EngineException { OutOfMemory: false };

    private static void ForEach(List<Segment> batch, Action<int> work)
    {
        if (batch.Count == 1)
        {
            Guarded(0);
        }
        else
        {
            Parallel.For(0, batch.Count, Guarded);
        }

        void Guarded(int i)
        {
            try
            {
                work(i);
            }
#pragma warning disable CA1031 // As above.
            catch (Exception e)
#pragma warning restore CA1031
            {
                batch[i].Fault = e;
            }
        }
    }

    private TileGrid GridOf(Segment segment) => tiles.GridOf(segment.Session.State.X.Height, segment.Session.State.X.Width);
}
