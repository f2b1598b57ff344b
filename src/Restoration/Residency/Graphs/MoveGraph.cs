using BirD.Restoration.Onnx;

namespace BirD.Restoration.Residency.Graphs;

/// <summary>Answers what it is given. ONNX Runtime copies where input and output lie in different memories, which makes it the way there and back.</summary>
internal static class MoveGraph
{
    public const string From = "from", To = "to";

    public static byte[] Build(OnnxType type)
    {
        var graph = new OnnxGraphBuilder("move");
        graph.NamedOp(To, "Identity", [graph.Input(From, type)]);
        graph.Output(To, type);
        return GuidanceGraph.ToModel(graph);
    }
}
