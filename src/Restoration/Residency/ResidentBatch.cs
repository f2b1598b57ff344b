using BirD.Restoration.Residency.Graphs;
using BirD.Restoration.Sampling;
using BirD.Restoration.Tensors;
using Microsoft.ML.OnnxRuntime;

namespace BirD.Restoration.Residency;

/// <summary>Some pictures that go through a step together, with one run of each graph: of one size, and alike in what they have.</summary>
internal sealed class ResidentBatch : IDisposable
{
    private readonly GuidanceSessions graphs;
    private readonly NoiseShelf noise;
    private readonly IReadOnlyList<ResidentPicture> pictures;
    private readonly IReadOnlyList<ResidentStep> steps;
    private readonly StepShape shape;
    private readonly OrtValue input;

    /// <param name="memory">Of the device.</param>
    /// <param name="graphs">On the device.</param>
    /// <param name="noise">Of all pictures.</param>
    /// <param name="sessions">Whose they are.</param>
    /// <param name="pictures">All with the same <see cref="KeyOf"/>.</param>
    /// <param name="steps">Each one's step.</param>
    /// <param name="first">Which of the evaluation's pictures is the first one.</param>
    public ResidentBatch(
        DeviceMemory memory, GuidanceSessions graphs, NoiseShelf noise, IReadOnlyList<SamplerSession> sessions,
        IReadOnlyList<ResidentPicture> pictures, IReadOnlyList<ResidentStep> steps, int first)
    {
        (this.graphs, this.noise, Sessions, this.pictures, this.steps, First) = (graphs, noise, sessions, pictures, steps, first);
        shape = KeyOf(pictures[0], steps[0]).Shape with
        {
            Count = pictures.Count, IsMixed = steps.Any(step => step.Mirror != steps[0].Mirror),
        };
        Losses = new float[pictures.Count];
        input = memory.Allocate(pictures.Count, 3, pictures[0].Height, pictures[0].Width);
    }

    /// <summary>Sizes of batches for which there are graphs, largest first; more pictures go in several.</summary>
    public static IReadOnlyList<int> Counts { get; } = [16, 4, 1];

    public IReadOnlyList<SamplerSession> Sessions { get; }

    /// <summary>Place of the first one in the evaluation.</summary>
    public int First { get; }

    /// <summary>Of each picture, before the step; valid once <see cref="Fuse"/> has run.</summary>
    public float[] Losses { get; }

    /// <summary>Pictures of one key can share a batch.</summary>
    public static (int Height, int Width, FrameTables? Frame, StepShape Shape) KeyOf(ResidentPicture picture, ResidentStep step) => (
        picture.Height, picture.Width, picture.Frame,
        new StepShape(1, picture.Transfer is not null, picture.Known is not null, picture.Mean is not null, picture.HasNoise || step.Noise is not null, IsMixed: false));

    /// <summary>Computes what the prior is to see.</summary>
    public void Fuse(OrtValue asked)
    {
        for (var i = 0; i < steps.Count; i++)
        {
            if (steps[i].Noise is { } fresh)
            {
                noise.Want(fresh, pictures[i].Height, pictures[i].Width);
            }
        }

        using var graph = new StepGraph(graphs.Fuse(shape));
        for (var i = 0; i < pictures.Count; i++)
        {
            graph.Input(GuidanceGraph.Of(FuseGraph.X, i), pictures[i].X);
            graph.Input(GuidanceGraph.Of(FuseGraph.Y, i), pictures[i].Y);
            if (pictures[i].Known is { } known)
            {
                graph.Input(GuidanceGraph.Of(FuseGraph.Known, i), known);
            }

            if (pictures[i].Transfer is var (re, im))
            {
                graph.Input(GuidanceGraph.Of(FuseGraph.TransferRe, i), re);
                graph.Input(GuidanceGraph.Of(FuseGraph.TransferIm, i), im);
            }
        }

        if (pictures[0].Frame is { } frame)
        {
            foreach (var (name, value) in frame.Inputs(pictures.Count))
            {
                graph.Input(name, value);
            }

            float[] alphas = [.. steps.SelectMany(step => Enumerable.Repeat((float)step.Alpha, pictures.Count == 1 ? 1 : 2))];
            graph.Input(FuseGraph.Alphas, alphas, alphas.Length, 1, 1, 1, 1);
        }

        graph.Input(FuseGraph.Numbers, Numbers(FuseGraph.NumberCount, step => [step.Alpha, Math.Sqrt(step.AlphaBar), step.Mirror / 2, step.Mirror % 2]), pictures.Count, FuseGraph.NumberCount, 1, 1);
        AddMirror(graph, FuseGraph.Mirror, pictures[0].Lists.Asked);
        graph.Output(FuseGraph.Input, input);
        graph.Output(FuseGraph.Asked, asked);
        graph.Output(FuseGraph.Loss, Losses, pictures.Count);
        graph.Run();
    }

    /// <summary>Computes the next iterates from the prior's answers, beside the present ones.</summary>
    public void Advance(OrtValue answer)
    {
        using var graph = new StepGraph(graphs.Advance(shape));
        for (var i = 0; i < pictures.Count; i++)
        {
            var picture = pictures[i];
            if (shape.HasNoise)
            {
                // Where none is wanted any picture will do: its weight is 0.
                graph.Input(GuidanceGraph.Of(AdvanceGraph.Noise, i), steps[i].Noise is { } fresh ? noise.Take(fresh, picture.Height, picture.Width) : picture.X);
            }

            graph.Output(GuidanceGraph.Of(AdvanceGraph.Next, i), picture.NextX);
            if (picture.Mean is { } mean)
            {
                graph.Input(GuidanceGraph.Of(AdvanceGraph.Mean, i), mean);
                graph.Output(GuidanceGraph.Of(AdvanceGraph.NextMean, i), picture.NextMean!);
            }
        }

        graph.Input(AdvanceGraph.Input, input);
        graph.Input(AdvanceGraph.Answer, answer);
        graph.Input(AdvanceGraph.Numbers, Numbers(AdvanceGraph.NumberCount, step =>
            [step.Clean.FromInput, step.Clean.FromOutput, step.Noise?.Weight ?? 0, step.MeanShare ?? 0, step.Mirror / 2, step.Mirror % 2]), pictures.Count, AdvanceGraph.NumberCount, 1, 1);
        AddMirror(graph, AdvanceGraph.Mirror, pictures[0].Lists.Back);
        graph.Run();
        noise.Shrink();
    }

    public void Dispose() => input.Dispose();

    private float[] Numbers(int count, Func<ResidentStep, double[]> of)
    {
        var numbers = new float[count * steps.Count];
        for (var i = 0; i < steps.Count; i++)
        {
            var values = of(steps[i]);
            for (var k = 0; k < count; k++)
            {
                numbers[(i * count) + k] = (float)values[k];
            }
        }

        return numbers;
    }

    private void AddMirror(StepGraph graph, string name, Func<int, (OrtValue Rows, OrtValue Columns)> lists)
    {
        if (!shape.IsMixed)
        {
            var (rows, columns) = lists(steps[0].Mirror);
            graph.Input($"{name}_rows", rows);
            graph.Input($"{name}_columns", columns);
            return;
        }

        var (straight, turned) = (lists(0), lists(Mirror.Count - 1));
        graph.Input(GuidanceGraph.Straight($"{name}_rows"), straight.Rows);
        graph.Input(GuidanceGraph.Mirrored($"{name}_rows"), turned.Rows);
        graph.Input(GuidanceGraph.Straight($"{name}_columns"), straight.Columns);
        graph.Input(GuidanceGraph.Mirrored($"{name}_columns"), turned.Columns);
    }
}
