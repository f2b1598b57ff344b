using BirD.Restoration.Onnx;

namespace BirD.Restoration.Residency.Graphs;

/// <summary>The second half of a step of several pictures: clean estimates from the prior's answers, their running means, and the next iterates.</summary>
/// <remarks>
/// Inputs: input [N, 3, H, W] of <see cref="FuseGraph"/>, answer [N, C, TH, TW], <see cref="Numbers"/> [N, 6, 1, 1] with the weights of input and
/// answer, of the noise, the estimate's share of the mean and the flags of the mirror, index lists of the mirror, and for each picture its noise and its mean,
/// where it has them. Outputs, for each picture: next, and next_mean.
/// </remarks>
internal static class AdvanceGraph
{
    public const string Input = FuseGraph.Input, Answer = "answer", Numbers = "advance_numbers", Mirror = "back_mirror";

    public const string Noise = "noise", Mean = "mean";

    public const string Next = "next", NextMean = "next_mean";

    /// <summary>Numbers of each picture.</summary>
    public const int NumberCount = 6;

    private static readonly long[] Colours = [0, 1, 2];

    public static byte[] Build(StepShape shape)
    {
        var graph = new OnnxGraphBuilder("advance");
        var numbers = graph.Split(graph.Input(Numbers, "n", "k", "1", "1"), axis: 1, parts: NumberCount);
        var (fromInput, fromAnswer, noiseWeight, share) = (numbers[0], numbers[1], numbers[2], numbers[3]);

        // Channels 3 to 5 are the variance's, which few steps have no use for.
        var colours = graph.Op("Gather", [graph.Picture(Answer), graph.Constant(Colours)], Attr.Int("axis", 1));
        var answer = graph.Times(graph.PickMirrored(colours, Mirror, shape.IsMixed ? (numbers[4], numbers[5]) : null), fromAnswer);
        var sum = graph.Plus(graph.Times(graph.Picture(Input), fromInput), answer);
        var clean = graph.Op("Clip", [sum, graph.Constant([], -1f), graph.Constant([], 1f)]);
        if (shape.HasNoise)
        {
            graph.Apart(Next, shape.Count, "Add", [clean, graph.Times(graph.Together(Noise, shape.Count), noiseWeight)]);
        }
        else
        {
            graph.Apart(Next, shape.Count, "Identity", [clean]);
        }

        if (shape.KeepsMean)
        {
            var kept = graph.Times(graph.Together(Mean, shape.Count), graph.Minus(graph.Always(1), share));
            graph.Apart(NextMean, shape.Count, "Add", [kept, graph.Times(clean, share)]);
        }

        return GuidanceGraph.ToModel(graph);
    }
}
