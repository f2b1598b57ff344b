using BirD.Restoration.Engine;
using BirD.Restoration.Engine.Tiling;
using BirD.Restoration.Priors;
using BirD.Restoration.Priors.Onnx;
using BirD.Restoration.Sampling;
using Microsoft.ML.OnnxRuntime;

namespace BirD.Restoration.Residency;

/// <summary>Residency by graphs of our own in ONNX Runtime (docs/adr/0021).</summary>
public sealed class OnnxResidency : IResidency
{
    /// <summary>A batch's pictures lie one after the other, and devices want to read from multiples of 256 bytes: values.</summary>
    private const int Alignment = 64;

    private readonly OnnxDenoiser prior;
    private readonly DeviceMemory memory;
    private readonly GuidanceSessions graphs;
    private readonly Shelf<(int Height, int Width, int TileHeight, int TileWidth), MirrorLists> mirrors;
    private readonly Shelf<(int Height, int Width, int Margin), FrameTables> frames;
    private readonly Dictionary<SamplerSession, Resident> residents = [];
    private readonly PriorSlab slab;
    private long tooLarge = long.MaxValue;

    /// <param name="prior">The prior; owned by the caller.</param>
    /// <param name="device">Where it runs: a CPU or CUDA device.</param>
    /// <exception cref="EngineException">The device doesn't work, or lacks an operator.</exception>
    public OnnxResidency(OnnxDenoiser prior, DeviceOptions device)
    {
        this.prior = prior;
        try
        {
            memory = new DeviceMemory(device);
            graphs = new GuidanceSessions(device);
        }
        catch (Exception e) when (OnnxFailure.IsDevice(e))
        {
            memory?.Dispose();
            throw Failure("Opening the guidance's graphs", e);
        }

        slab = new PriorSlab(memory, prior.Info.OutputChannels);
        mirrors = new(key => new MirrorLists(memory, key.Height, key.Width, new TileGrid(key.TileHeight, key.TileWidth, [], [])));
        frames = new(key => new FrameTables(memory, key.Height, key.Width, key.Margin));
    }

    public bool CanTake(SamplerSession session, TileGrid grid) =>
        grid.Count == 1 && grid.TileHeight * grid.TileWidth % Alignment == 0 && session.State.X.PlaneLength < tooLarge && session.Describe() is not null;

    public void Evaluate(IReadOnlyList<SamplerSession> batch, TileGrid grid, CancellationToken cancellationToken)
    {
        var timesteps = new float[batch.Count];
        Guarded($"Evaluating {batch.Count} x {grid.TileHeight} x {grid.TileWidth} with data steps", () =>
        {
            slab.Reserve(batch.Count, grid.TileHeight, grid.TileWidth);
            for (var i = 0; i < batch.Count; i++)
            {
                var step = batch[i].Describe()!;
                var resident = ResidentOf(batch[i], step, grid);
                resident.Place = i;
                using var asked = slab.Asked(i, 1);
                resident.Picture.Fuse(step, asked);
                timesteps[i] = step.Timestep;
            }

            using var all = slab.Asked(0, batch.Count);
            using var answer = slab.Answer(0, batch.Count);
            prior.Evaluate(all, timesteps, answer, (batch.Count, grid.TileHeight, grid.TileWidth), cancellationToken);
        });
    }

    public void Advance(SamplerSession session)
    {
        var (step, resident, loss) = (session.Describe()!, residents[session], 0.0);
        Guarded("Taking a step", () =>
        {
            using var answer = slab.Answer(resident.Place, 1);
            loss = resident.Picture.Advance(step, answer);
        });
        if (step.ComesHome)
        {
            BringHome(session);
        }

        session.Took(loss);
    }

    public void BringHome(SamplerSession session)
    {
        if (residents.TryGetValue(session, out var resident))
        {
            try
            {
                Guarded("Fetching a picture's state", resident.Picture.BringHome);
            }
            finally
            {
                Forget(session, resident);
            }
        }
    }

    public void Refuse(SamplerSession session) => tooLarge = Math.Min(tooLarge, session.State.X.PlaneLength);

    public void Trim()
    {
        if (residents.Count == 0)
        {
            slab.Release();
            mirrors.Clear();
            frames.Clear();
        }
    }

    public void Dispose()
    {
        foreach (var (session, resident) in residents)
        {
            Forget(session, resident);
        }

        slab.Release();
        mirrors.Dispose();
        frames.Dispose();
        graphs.Dispose();
        memory.Dispose();
    }

    /// <summary>The picture on the device: a new one where it isn't there yet, or has another degradation than before.</summary>
    private Resident ResidentOf(SamplerSession session, ResidentStep step, TileGrid grid)
    {
        if (residents.TryGetValue(session, out var resident))
        {
            if (ReferenceEquals(resident.Picture.Data, step.Data))
            {
                return resident;
            }

            BringHome(session);
        }

        var x = session.State.X;
        resident = new Resident();
        try
        {
            var mirror = resident.Hold(mirrors.Take((x.Height, x.Width, grid.TileHeight, grid.TileWidth)));
            var frame = step.Data.Kernel is { } kernel ? resident.Hold(frames.Take((x.Height, x.Width, kernel.Size))) : null;
            resident.Picture = resident.Hold(new ResidentPicture(memory, graphs, session, step, mirror.Thing, frame?.Thing));
        }
        catch
        {
            resident.Dispose();
            throw;
        }

        residents.Add(session, resident);
        return resident;
    }

    private void Forget(SamplerSession session, Resident resident)
    {
        residents.Remove(session);
        resident.Dispose();
    }

    private void Guarded(string what, Action work)
    {
        try
        {
            work();
        }
        catch (Exception e) when (OnnxFailure.IsDevice(e) || e is OutOfMemoryException)
        {
            throw Failure(what, e);
        }
    }

    private EngineException Failure(string what, Exception inner) =>
        new($"{what} on {prior.Device} failed: {inner.Message}", OnnxFailure.IsOutOfMemory(inner), inner);

    private sealed class Resident : IDisposable
    {
        private readonly Stack<IDisposable> held = [];

        public ResidentPicture Picture { get; set; } = null!;

        /// <summary>Which of the last batch it was.</summary>
        public int Place { get; set; }

        public T Hold<T>(T part)
            where T : IDisposable
        {
            held.Push(part);
            return part;
        }

        public void Dispose()
        {
            while (held.TryPop(out var part))
            {
                part.Dispose();
            }
        }
    }
}
