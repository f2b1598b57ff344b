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
    private readonly NoiseShelf noise;

    /// <summary>Of the evaluation that was last asked for.</summary>
    private readonly List<ResidentBatch> parts = [];
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

        noise = new NoiseShelf(memory);
        slab = new PriorSlab(memory, prior.Info.OutputChannels);
        mirrors = new(key => new MirrorLists(memory, key.Height, key.Width, new TileGrid(key.TileHeight, key.TileWidth, [], [])));
        frames = new(key => new FrameTables(memory, key.Height, key.Width, key.Margin));
    }

    public bool CanTake(SamplerSession session, TileGrid grid) =>
        grid.Count == 1 && grid.TileHeight * grid.TileWidth % Alignment == 0 && session.State.X.PlaneLength < tooLarge && session.Describe() is not null;

    public void Evaluate(IReadOnlyList<SamplerSession> batch, TileGrid grid, CancellationToken cancellationToken)
    {
        Clear(parts);
        Guarded($"Evaluating {batch.Count} x {grid.TileHeight} x {grid.TileWidth} with data steps", () =>
        {
            var padded = BatchSizes.Padded(batch.Count);
            slab.Reserve(padded, grid.TileHeight, grid.TileWidth);
            var timesteps = new float[padded];
            var first = 0;
            foreach (var (sessions, pictures, steps) in Alike(batch, grid))
            {
                var part = new ResidentBatch(memory, graphs, noise, sessions, pictures, steps, first);
                parts.Add(part);
                using var asked = slab.Asked(first, pictures.Count);
                part.Fuse(asked);
                foreach (var step in steps)
                {
                    timesteps[first++] = step.Timestep;
                }
            }

            // What fills the batch up to one of the usual sizes is evaluated and forgotten.
            using var all = slab.Asked(0, padded);
            using var answer = slab.Answer(0, padded);
            prior.Evaluate(all, timesteps, answer, (padded, grid.TileHeight, grid.TileWidth), cancellationToken);
        });
    }

    public IReadOnlyList<EngineException?> Advance(IReadOnlyList<SamplerSession> batch)
    {
        Guarded("Taking a step", () =>
        {
            foreach (var part in parts)
            {
                using var answer = slab.Answer(part.First, part.Losses.Length);
                part.Advance(answer);
            }
        });

        // From here on all of them have taken it.
        var losses = parts.SelectMany(part => part.Sessions.Zip(part.Losses)).ToDictionary();
        Clear(parts);
        return [.. batch.Select(session => Finish(session, losses[session]))];
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
            noise.Clear();
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

        Clear(parts);
        slab.Release();
        noise.Dispose();
        mirrors.Dispose();
        frames.Dispose();
        graphs.Dispose();
        memory.Dispose();
    }

    /// <summary>The batch in parts that go through the graphs together.</summary>
    private IEnumerable<(IReadOnlyList<SamplerSession> Sessions, IReadOnlyList<ResidentPicture> Pictures, IReadOnlyList<ResidentStep> Steps)> Alike(
        IReadOnlyList<SamplerSession> batch, TileGrid grid)
    {
        var pictures = batch.Select(session => (Session: session, Step: session.Describe()!)).Select(each => (each.Session, ResidentOf(each.Session, each.Step, grid).Picture, each.Step)).ToList();
        foreach (var group in pictures.GroupBy(each => ResidentBatch.KeyOf(each.Picture, each.Step)))
        {
            var left = group.ToList();
            while (left.Count > 0)
            {
                var count = ResidentBatch.Counts.First(count => count <= left.Count);
                yield return ([.. left.Take(count).Select(each => each.Session)], [.. left.Take(count).Select(each => each.Picture)], [.. left.Take(count).Select(each => each.Step)]);
                left.RemoveRange(0, count);
            }
        }
    }

    private EngineException? Finish(SamplerSession session, float loss)
    {
        residents[session].Picture.Turn();
        if (session.Describe()!.ComesHome)
        {
            try
            {
                BringHome(session);
            }
            catch (EngineException e)
            {
                return e;
            }
        }

        session.Took(loss);
        return null;
    }

    private static void Clear(List<ResidentBatch> parts)
    {
        parts.ForEach(part => part.Dispose());
        parts.Clear();
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
