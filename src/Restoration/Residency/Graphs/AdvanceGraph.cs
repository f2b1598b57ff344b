using BirD.Restoration.Onnx;

namespace BirD.Restoration.Residency.Graphs;

/// <summary>The second half of a step: the clean estimate from the prior's answer, its running mean, and the next iterate.</summary>
/// <remarks>
/// Inputs: input [1, 3, H, W] of <see cref="FuseGraph"/>, answer [1, C, TH, TW], the weights of both, noise (a picture, or one 0) and its weight,
/// and where asked for mean and share. Outputs: next, and next_mean.
/// </remarks>
internal static class AdvanceGraph
{
    public const string Input = FuseGraph.Input, Answer = "answer", FromInput = "from_input", FromAnswer = "from_answer";

    public const string Noise = "noise", NoiseWeight = "noise_weight", Mean = "mean", Share = "share", Mirror = FuseGraph.Mirror;

    public const string Next = "next", NextMean = "next_mean";

    private static readonly long[] Colours = [0, 1, 2];

    /// <param name="keepsMean">Whether the estimates' mean is kept.</param>
    public static byte[] Build(bool keepsMean)
    {
        var graph = new OnnxGraphBuilder(keepsMean ? "advance_mean" : "advance");
        // Channels 3 to 5 are the variance's, which few steps have no use for.
        var colours = graph.Op("Gather", [graph.Picture(Answer), graph.Constant(Colours)], Attr.Int("axis", 1));
        var answer = graph.Times(graph.Pick(colours, Mirror), graph.Number(FromAnswer));
        var sum = graph.Plus(graph.Times(graph.Picture(Input), graph.Number(FromInput)), answer);
        var clean = graph.Op("Clip", [sum, graph.Constant([], -1f), graph.Constant([], 1f)]);
        graph.NamedOp(Next, "Add", [clean, graph.Times(graph.Picture(Noise), graph.Number(NoiseWeight))]);
        graph.Output(Next, "n", "c", "h", "w");
        if (keepsMean)
        {
            var share = graph.Number(Share);
            var kept = graph.Times(graph.Picture(Mean), graph.Minus(graph.Always(1), share));
            graph.NamedOp(NextMean, "Add", [kept, graph.Times(clean, share)]);
            graph.Output(NextMean, "n", "c", "h", "w");
        }

        return GuidanceGraph.ToModel(graph);
    }
}
