using BirD.Restoration.Onnx;

namespace BirD.Restoration.Residency.Graphs;

/// <summary>Emits filters in the frequency domain: a picture goes into a larger periodic frame, through the filter, and back.</summary>
internal sealed class FrameEmitter
{
    /// <summary>Three colours make two complex planes with one part to spare, which stays 0.</summary>
    private static readonly float[] Spare = [1, 1, 1, 0];

    private static readonly long[] ToFour = [0, 1, 2, 2];
    private static readonly long[] ToThree = [0, 1, 2];

    private readonly OnnxGraphBuilder graph;
    private readonly FourierEmitter fourier;
    private readonly string embedRows;
    private readonly string embedColumns;
    private readonly string extractRows;
    private readonly string extractColumns;

    public FrameEmitter(OnnxGraphBuilder graph)
    {
        (this.graph, fourier) = (graph, new FourierEmitter(graph));
        embedRows = graph.Input($"{FuseGraph.Embed}_rows", OnnxType.Int64, "er");
        embedColumns = graph.Input($"{FuseGraph.Embed}_columns", OnnxType.Int64, "ec");
        extractRows = graph.Input($"{FuseGraph.Extract}_rows", OnnxType.Int64, "xr");
        extractColumns = graph.Input($"{FuseGraph.Extract}_columns", OnnxType.Int64, "xc");
    }

    /// <param name="x">[1, 3, H, W].</param>
    /// <param name="counts">Which pixels of the frame count, [1, 1, FH, FW]; the others are 0.</param>
    /// <param name="filter">From the parts of the spectrum to those of the filtered one.</param>
    public string Filter(string x, string counts, Func<(string Re, string Im), (string Re, string Im)> filter)
    {
        var four = graph.Op("Gather", [x, graph.Constant(ToFour)], Attr.Int("axis", 1));
        var frame = graph.Times(graph.Times(graph.Pick(four, embedRows, embedColumns), counts), graph.Constant([1, 4, 1, 1], Spare));
        var parts = graph.Split(fourier.Forward(frame), axis: 2, parts: 2);
        var (re, im) = filter((parts[0], parts[1]));
        var back = fourier.Back(graph.Op("Concat", [re, im], Attr.Int("axis", 2)));
        var three = graph.Op("Gather", [back, graph.Constant(ToThree)], Attr.Int("axis", 1));
        return graph.Pick(three, extractRows, extractColumns);
    }
}
