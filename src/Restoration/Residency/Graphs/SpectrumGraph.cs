using BirD.Restoration.Onnx;

namespace BirD.Restoration.Residency.Graphs;

/// <summary>The spectrum of a kernel, in the order in which the other graphs want it.</summary>
/// <remarks>Input: frame [1, 4, FH, FW], the kernel in its first plane. Outputs: real and imaginary parts, [1, N1, 1, N2, FH].</remarks>
internal static class SpectrumGraph
{
    public const string Frame = "frame";

    public static byte[] Build()
    {
        var graph = new OnnxGraphBuilder("spectrum");
        var spectrum = new FourierEmitter(graph).Forward(graph.Picture(Frame));
        var first = graph.Op("Gather", [spectrum, graph.Constant(0)], Attr.Int("axis", 0));
        var parts = graph.Split(first, axis: 2, parts: 2);
        graph.NamedOp(FuseGraph.TransferRe, "Identity", [parts[0]]);
        graph.NamedOp(FuseGraph.TransferIm, "Identity", [parts[1]]);
        graph.Output(FuseGraph.TransferRe, "one", "a", "part", "b", "c");
        graph.Output(FuseGraph.TransferIm, "one", "a", "part", "b", "c");
        return GuidanceGraph.ToModel(graph);
    }
}
