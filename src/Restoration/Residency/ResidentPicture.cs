using BirD.Restoration.Residency.Graphs;
using BirD.Restoration.Degradations;
using BirD.Restoration.Sampling;
using Microsoft.ML.OnnxRuntime;

namespace BirD.Restoration.Residency;

/// <summary>One picture's arrays on the device, from the first step that is taken there until they are brought home.</summary>
/// <remarks>A step that fails changes nothing: what it computes is written beside what is, and <see cref="Turn"/> puts it in its place at the end.</remarks>
internal sealed class ResidentPicture : IDisposable
{
    private readonly DeviceMemory memory;
    private readonly Homecoming home;
    private readonly List<OrtValue> owned = [];
    private (OrtValue Now, OrtValue Next) x;
    private (OrtValue Now, OrtValue Next)? mean;

    /// <param name="memory">Of the device.</param>
    /// <param name="graphs">On the device.</param>
    /// <param name="session">The picture.</param>
    /// <param name="step">Its next step.</param>
    /// <param name="mirror">Lists for its size.</param>
    /// <param name="frame">Tables for its size and kernel; null without a kernel.</param>
    /// <exception cref="OnnxRuntimeException">The device failed.</exception>
    public ResidentPicture(
        DeviceMemory memory, GuidanceSessions graphs, SamplerSession session, ResidentStep step, MirrorLists mirror, FrameTables? frame)
    {
        (this.memory, Lists, Frame, Data, home) = (memory, mirror, frame, step.Data, new Homecoming(session));
        var state = session.State;
        (Height, Width, HasNoise) = (state.X.Height, state.X.Width, step.Noise is not null);
        long[] shape = [1, 3, Height, Width];
        try
        {
            x = (Own(memory.Upload(state.X.Data, shape)), Own(memory.Allocate(shape)));
            Y = Own(memory.Upload(Data.Y.Data, shape));
            Known = frame is null && Data.Known is { } known ? Own(memory.Upload(known.Weights.ToArray(), 1, 1, known.Height, known.Width)) : null;
            Transfer = frame is null ? null : Spectrum(frame, graphs.Spectrum);
            mean = state.Estimate is { } estimate ? (Own(memory.Upload(estimate.Data, shape)), Own(memory.Allocate(shape))) : null;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What its data step was made for.</summary>
    public ResidentData Data { get; }

    public int Height { get; }

    public int Width { get; }

    /// <summary>Whether noise is added to its estimates; the last step adds none, and shares the graph of those before.</summary>
    public bool HasNoise { get; }

    public MirrorLists Lists { get; }

    public FrameTables? Frame { get; }

    public OrtValue X => x.Now;

    /// <summary>Where the next iterate goes.</summary>
    public OrtValue NextX => x.Next;

    public OrtValue Y { get; }

    public OrtValue? Known { get; }

    /// <summary>Spectrum of its kernel.</summary>
    public (OrtValue Re, OrtValue Im)? Transfer { get; }

    public OrtValue? Mean => mean?.Now;

    /// <summary>Where the next mean goes.</summary>
    public OrtValue? NextMean => mean?.Next;

    /// <summary>What was next is now.</summary>
    public void Turn()
    {
        x = (x.Next, x.Now);
        mean = mean is { } old ? (old.Next, old.Now) : null;
    }

    /// <summary>Brings the state up to date on the host; where that fails the session is put back to the step at which it left.</summary>
    public void BringHome() => home.Bring((target, isMean) => memory.Download(
        isMean ? mean!.Value.Now : x.Now, target.Data, 1, target.Channels, target.Height, target.Width));

    public void Dispose()
    {
        owned.ForEach(value => value.Dispose());
        owned.Clear();
    }

    private (OrtValue Re, OrtValue Im) Spectrum(FrameTables frame, InferenceSession spectrum)
    {
        var (re, im) = (Own(memory.Allocate(frame.SpectrumShape)), Own(memory.Allocate(frame.SpectrumShape)));
        using var transform = new StepGraph(spectrum);
        foreach (var (name, value) in frame.Transforms(1).Where(input => spectrum.InputMetadata.ContainsKey(input.Name)))
        {
            transform.Input(name, value);
        }

        var (impulse, shape) = frame.Impulse(Data.Kernel!);
        transform.Input(SpectrumGraph.Frame, impulse, shape);
        transform.Output(FuseGraph.TransferRe, re);
        transform.Output(FuseGraph.TransferIm, im);
        transform.Run();
        return (re, im);
    }

    private OrtValue Own(OrtValue value)
    {
        owned.Add(value);
        return value;
    }
}
