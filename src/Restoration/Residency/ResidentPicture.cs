using BirD.Restoration.Residency.Graphs;
using BirD.Restoration.Degradations;
using BirD.Restoration.Sampling;
using BirD.Restoration.Tensors;
using Microsoft.ML.OnnxRuntime;

namespace BirD.Restoration.Residency;

/// <summary>One picture's arrays on the device, from the first step that is taken there until they are brought home.</summary>
/// <remarks>A step that fails changes nothing: what it computes is written beside what is, and takes its place at the end.</remarks>
internal sealed class ResidentPicture : IDisposable
{
    private readonly DeviceMemory memory;
    private readonly Homecoming home;
    private readonly MirrorLists mirror;
    private readonly BoundGraph fuse;
    private readonly BoundGraph advance;
    private readonly List<OrtValue> owned = [];
    private readonly float[] loss = new float[1];
    private readonly (ImageTensor? Host, OrtValue Value) noise;
    private (OrtValue Now, OrtValue Next) x;

    /// <summary>The noise of a step, on its way.</summary>
    private Task drawing = Task.CompletedTask;
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
        (this.memory, this.mirror, Data, home) = (memory, mirror, step.Data, new Homecoming(session));
        var state = session.State;
        long[] shape = [1, 3, state.X.Height, state.X.Width];
        fuse = new BoundGraph(frame is null ? graphs.Pointwise : graphs.Blurred);
        advance = new BoundGraph(state.Estimate is null ? graphs.Advance : graphs.AdvanceWithMean);
        try
        {
            x = (Own(memory.Upload(state.X.Data, shape)), Own(memory.Allocate(shape)));
            var input = Own(memory.Allocate(shape));
            fuse.Input(FuseGraph.Y, Own(memory.Upload(Data.Y.Data, shape)));
            fuse.Output(FuseGraph.Input, input);
            fuse.Output(FuseGraph.Loss, Own(OrtValue.CreateTensorValueFromMemory(loss, [])));
            if (frame is null)
            {
                fuse.Input(FuseGraph.Known, Own(Data.Known is { } known
                    ? memory.Upload(known.Weights.ToArray(), 1, 1, known.Height, known.Width)
                    : memory.Upload([1f], 1, 1, 1, 1)));
            }
            else
            {
                BindFrame(frame, graphs.Spectrum);
            }

            advance.Input(AdvanceGraph.Input, input);
            if (state.Estimate is { } estimate)
            {
                mean = (Own(memory.Upload(estimate.Data, shape)), Own(memory.Allocate(shape)));
            }

            var host = step.Noise is null ? null : new ImageTensor(3, state.X.Height, state.X.Width);
            noise = (host, Own(host is null
                ? OrtValue.CreateTensorValueFromMemory(new float[1], [1, 1, 1, 1])
                : OrtValue.CreateTensorValueFromMemory(host.Data, shape)));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What its data step was made for.</summary>
    public ResidentData Data { get; }

    /// <summary>Computes what the prior is to see, into <paramref name="asked"/>; draws the step's noise meanwhile and after.</summary>
    public void Fuse(ResidentStep step, OrtValue asked)
    {
        if (step.Noise is { } fresh && noise.Host is { } host)
        {
            // Here and not on the device, so that a seed means the same noise everywhere.
            drawing = Task.Run(() => fresh.Draw(host));
        }

        var (rows, columns) = mirror.Asked(step.Mirror);
        fuse.Input($"{FuseGraph.Mirror}_rows", rows);
        fuse.Input($"{FuseGraph.Mirror}_columns", columns);
        fuse.Input(FuseGraph.X, x.Now);
        fuse.Number(FuseGraph.Alpha, step.Alpha);
        fuse.Number(FuseGraph.Scale, Math.Sqrt(step.AlphaBar));
        fuse.Output(FuseGraph.Asked, asked);
        fuse.Run();
    }

    /// <summary>Takes the step with the prior's answer.</summary>
    /// <returns>The loss before it.</returns>
    public double Advance(ResidentStep step, OrtValue answer)
    {
        var (rows, columns) = mirror.Back(step.Mirror);
        advance.Input($"{AdvanceGraph.Mirror}_rows", rows);
        advance.Input($"{AdvanceGraph.Mirror}_columns", columns);
        advance.Input(AdvanceGraph.Answer, answer);
        advance.Number(AdvanceGraph.FromInput, step.Clean.FromInput);
        advance.Number(AdvanceGraph.FromAnswer, step.Clean.FromOutput);

        // On the engine's own thread, which has nothing else to do.
        drawing.GetAwaiter().GetResult();
        advance.Input(AdvanceGraph.Noise, noise.Value);
        advance.Number(AdvanceGraph.NoiseWeight, step.Noise?.Weight ?? 0);
        advance.Output(AdvanceGraph.Next, x.Next);
        if (mean is { } means)
        {
            advance.Number(AdvanceGraph.Share, step.MeanShare ?? 0);
            advance.Input(AdvanceGraph.Mean, means.Now);
            advance.Output(AdvanceGraph.NextMean, means.Next);
        }

        advance.Run();
        x = (x.Next, x.Now);
        mean = mean is { } old ? (old.Next, old.Now) : null;
        return loss[0];
    }

    /// <summary>Brings the state up to date on the host; where that fails the session is put back to the step at which it left.</summary>
    public void BringHome() => home.Bring((target, isMean) => memory.Download(
        isMean ? mean!.Value.Now : x.Now, target.Data, 1, target.Channels, target.Height, target.Width));

    public void Dispose()
    {
        fuse.Dispose();
        advance.Dispose();
        owned.ForEach(value => value.Dispose());
        owned.Clear();
    }

    private void BindFrame(FrameTables frame, InferenceSession spectrum)
    {
        foreach (var (name, value) in frame.Inputs)
        {
            fuse.Input(name, value);
        }

        using var transform = new BoundGraph(spectrum);
        foreach (var (name, value) in frame.Transforms)
        {
            transform.Input(name, value);
        }

        var (impulse, shape) = frame.Impulse(Data.Kernel!);
        using var source = OrtValue.CreateTensorValueFromMemory(impulse, shape);
        transform.Input(SpectrumGraph.Frame, source);
        foreach (var name in (string[])[FuseGraph.TransferRe, FuseGraph.TransferIm])
        {
            var part = Own(memory.Allocate(frame.SpectrumShape));
            transform.Output(name, part);
            fuse.Input(name, part);
        }

        transform.Run();
    }

    private OrtValue Own(OrtValue value)
    {
        owned.Add(value);
        return value;
    }
}
