using BirD.Restoration.Onnx;

namespace BirD.Restoration.Residency.Graphs;

/// <summary>The first half of a step: residual, loss, data step, and the iterate as the prior is to see it.</summary>
/// <remarks>
/// Inputs: x [1, 3, H, W] in [-1,1], y in [0,1], known (1 or 0 for each pixel, or one 1), alpha, scale (sqrt(abar)), and the index
/// lists of the mirror. Outputs: input, the fused iterate at the prior's level, which <see cref="AdvanceGraph"/> wants back; asked, the same
/// mirrored and padded; loss.
/// </remarks>
internal static class FuseGraph
{
    public const string X = "x", Y = "y", Known = "known", Alpha = "alpha", Scale = "scale", Mirror = "mirror";

    public const string TransferRe = "transfer_re", TransferIm = "transfer_im";

    /// <summary>Index lists from picture to frame, and where in the frame is the picture, or the picture and its reflected margin.</summary>
    public const string Embed = "embed", Inside = "inside", Reflected = "reflected", Extract = "extract";

    public const string Input = "input", Asked = "asked", Loss = "loss";

    /// <summary>No blur: z + known (y - z) / (1 + alpha).</summary>
    public static byte[] Pointwise()
    {
        var graph = new OnnxGraphBuilder("fuse_pointwise");
        var z = Unit(graph);
        var residual = graph.Times(graph.Minus(graph.Picture(Y), z), graph.Picture(Known));
        var correction = graph.Over(residual, graph.Plus(graph.Number(Alpha), graph.Always(1)));
        return Finish(graph, z, residual, correction);
    }

    /// <summary>Blur: z + argmin over d of |r - K*d|^2 + alpha |d|^2, r = y - K*z, as <see cref="Frequency.FrequencyFilter"/> has it.</summary>
    public static byte[] Blurred()
    {
        var graph = new OnnxGraphBuilder("fuse_blurred");
        var z = Unit(graph);
        var frame = new FrameEmitter(graph);
        var transfer = (Re: Spectrum(graph, TransferRe), Im: Spectrum(graph, TransferIm));
        var residual = graph.Minus(graph.Picture(Y), frame.Filter(z, graph.Picture(Reflected), part => Multiply(graph, part, transfer)));
        var alpha = graph.Number(Alpha);
        var correction = frame.Filter(residual, graph.Picture(Inside), part => Regularise(graph, part, transfer, alpha));
        return Finish(graph, z, residual, correction);
    }

    private static string Spectrum(OnnxGraphBuilder graph, string name) => graph.Input(name, "one", "a", "part", "b", "c");

    private static string Unit(OnnxGraphBuilder graph) =>
        graph.Times(graph.Plus(graph.Picture(X), graph.Always(1)), graph.Always(0.5f));

    private static (string Re, string Im) Multiply(OnnxGraphBuilder graph, (string Re, string Im) x, (string Re, string Im) k) => (
        graph.Minus(graph.Times(x.Re, k.Re), graph.Times(x.Im, k.Im)),
        graph.Plus(graph.Times(x.Re, k.Im), graph.Times(x.Im, k.Re)));

    private static (string Re, string Im) Regularise(OnnxGraphBuilder graph, (string Re, string Im) x, (string Re, string Im) k, string alpha)
    {
        var power = graph.Plus(graph.Plus(graph.Times(k.Re, k.Re), graph.Times(k.Im, k.Im)), alpha);
        return (
            graph.Over(graph.Plus(graph.Times(x.Re, k.Re), graph.Times(x.Im, k.Im)), power),
            graph.Over(graph.Minus(graph.Times(x.Im, k.Re), graph.Times(x.Re, k.Im)), power));
    }

    private static byte[] Finish(OnnxGraphBuilder graph, string z, string residual, string correction)
    {
        graph.NamedOp(Loss, "ReduceMean", [graph.Times(residual, residual)], Attr.Int("keepdims", 0));
        var signed = graph.Minus(graph.Times(graph.Plus(z, correction), graph.Always(2)), graph.Always(1));
        graph.NamedOp(Input, "Mul", [signed, graph.Number(Scale)]);
        graph.NamedOp(Asked, "Identity", [graph.Pick(Input, Mirror)]);
        graph.Output(Input, "n", "c", "h", "w");
        graph.Output(Asked, "n", "c", "th", "tw");
        graph.Output(Loss);
        return GuidanceGraph.ToModel(graph);
    }
}
