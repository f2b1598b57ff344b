using BirD.Restoration.Onnx;

namespace BirD.Restoration.Residency.Graphs;

/// <summary>The first half of a step of several pictures: residual, loss, data step, and the iterates as the prior is to see them.</summary>
/// <remarks>
/// Inputs: for each picture x [1, 3, H, W] in [-1,1] and y in [0,1], with a mask known [1, 1, H, W] (1 or 0), with a kernel its transfer; for all of them
/// <see cref="Numbers"/> [N, 4, 1, 1] with alpha, scale (sqrt(abar)) and the flags of the mirror, and the index lists of the mirror. Outputs: input
/// [N, 3, H, W], the fused iterates at the prior's level, which <see cref="AdvanceGraph"/> wants back; asked, the same mirrored and padded; loss [N].
/// </remarks>
internal static class FuseGraph
{
    public const string X = "x", Y = "y", Known = "known", Numbers = "fuse_numbers", Mirror = "asked_mirror";

    /// <summary>With a kernel alpha comes once more, for each complex plane: [2 N, 1, 1, 1, 1], or one for one picture.</summary>
    public const string Alphas = "alphas";

    public const string TransferRe = "transfer_re", TransferIm = "transfer_im";

    /// <summary>Index lists from picture to frame, and where in the frame is the picture, or the picture and its reflected margin.</summary>
    public const string Embed = "embed", Inside = "inside", Reflected = "reflected", Extract = "extract";

    public const string Input = "input", Asked = "asked", Loss = "loss";

    /// <summary>Numbers of each picture.</summary>
    public const int NumberCount = 4;

    private static readonly long[] AllButPictures = [1, 2, 3];

    /// <summary>
    /// Without a blur z + known (y - z) / (1 + alpha); with one z + argmin over d of |r - K*d|^2 + alpha |d|^2, r = y - K*z, as
    /// <see cref="Frequency.FrequencyFilter"/> has it.
    /// </summary>
    public static byte[] Build(StepShape shape)
    {
        var graph = new OnnxGraphBuilder("fuse");
        var numbers = graph.Split(graph.Input(Numbers, "n", "k", "1", "1"), axis: 1, parts: NumberCount);
        var (alpha, scale) = (numbers[0], numbers[1]);
        var z = graph.Times(graph.Plus(graph.Together(X, shape.Count), graph.Always(1)), graph.Always(0.5f));
        var y = graph.Together(Y, shape.Count);
        string residual, correction;
        if (shape.IsBlurred)
        {
            var frame = new FrameEmitter(graph);
            var transfer = (Re: Transfer(graph, TransferRe, shape.Count), Im: Transfer(graph, TransferIm, shape.Count));
            residual = graph.Minus(y, frame.Filter(z, graph.Picture(Reflected), part => Multiply(graph, part, transfer)));
            var alphas = graph.Input(Alphas, "planes", "1", "1", "1", "1");
            correction = frame.Filter(residual, graph.Picture(Inside), part => Regularise(graph, part, transfer, alphas));
        }
        else
        {
            residual = graph.Minus(y, z);
            residual = shape.IsMasked ? graph.Times(residual, graph.Together(Known, shape.Count)) : residual;
            correction = graph.Over(residual, graph.Plus(alpha, graph.Always(1)));
        }

        graph.NamedOp(Loss, "ReduceMean", [graph.Times(residual, residual), graph.Constant(AllButPictures)], Attr.Int("keepdims", 0));
        var signed = graph.Minus(graph.Times(graph.Plus(z, correction), graph.Always(2)), graph.Always(1));
        graph.NamedOp(Input, "Mul", [signed, scale]);
        graph.PickMirrored(Input, Mirror, shape.IsMixed ? (numbers[2], numbers[3]) : null, Asked);
        graph.Output(Input, "n", "c", "h", "w");
        graph.Output(Asked, "n", "c", "th", "tw");
        graph.Output(Loss, "n");
        return GuidanceGraph.ToModel(graph);
    }

    /// <summary>One part of each picture's spectrum of its kernel, for each of its two complex planes.</summary>
    private static string Transfer(OnnxGraphBuilder graph, string name, int count)
    {
        var inputs = Enumerable.Range(0, count).Select(i => graph.Input(GuidanceGraph.Of(name, i), "one", "a", "part", "b", "c")).ToList();
        return count == 1
            ? inputs[0]
            : graph.Op("Gather", [graph.Op("Concat", inputs, Attr.Int("axis", 0)), graph.Constant([.. Enumerable.Range(0, 2 * count).Select(plane => (long)plane / 2)])], Attr.Int("axis", 0));
    }

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
}
