using BirD.Restoration.Onnx;
using BirD.Restoration.Onnx.Proto;
using Google.Protobuf;

namespace BirD.Restoration.Residency.Graphs;

/// <summary>What the graphs of a step have in common: how they are written, and picking pixels.</summary>
internal static class GuidanceGraph
{
    /// <summary>Old enough that every operator used has a kernel for CUDA, and new enough for ONNX Runtime not to convert it.</summary>
    private const int Opset = 18;

    private const int IrVersion = 8;

    /// <summary>The graph as a model.</summary>
    public static byte[] ToModel(OnnxGraphBuilder graph)
    {
        var model = new ModelProto { IrVersion = IrVersion, ProducerName = "BirD.Cluster", Graph = graph.Graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = Opset });
        return model.ToByteArray();
    }

    /// <summary>A picture [1, C, H, W] as an input.</summary>
    public static string Picture(this OnnxGraphBuilder graph, string name) => graph.Input(name, "n", $"{name}_c", $"{name}_h", $"{name}_w");

    /// <summary>One number as an input.</summary>
    public static string Number(this OnnxGraphBuilder graph, string name) => graph.Input(name, "1");

    /// <summary>The picture whose row i is the picture's row rows[i], and columns likewise; the index lists are inputs named after <paramref name="name"/>.</summary>
    public static string Pick(this OnnxGraphBuilder graph, string x, string name)
    {
        var rows = graph.Input($"{name}_rows", OnnxType.Int64, $"{name}_r");
        var columns = graph.Input($"{name}_columns", OnnxType.Int64, $"{name}_s");
        return graph.Pick(x, rows, columns);
    }

    public static string Pick(this OnnxGraphBuilder graph, string x, string rows, string columns) =>
        graph.Op("Gather", [graph.Op("Gather", [x, rows], Attr.Int("axis", 2)), columns], Attr.Int("axis", 3));

    public static string Times(this OnnxGraphBuilder graph, string a, string b) => graph.Op("Mul", [a, b]);

    public static string Plus(this OnnxGraphBuilder graph, string a, string b) => graph.Op("Add", [a, b]);

    public static string Minus(this OnnxGraphBuilder graph, string a, string b) => graph.Op("Sub", [a, b]);

    public static string Over(this OnnxGraphBuilder graph, string a, string b) => graph.Op("Div", [a, b]);

    /// <summary>A number that is always the same.</summary>
    public static string Always(this OnnxGraphBuilder graph, float value) => graph.Constant([1], value);
}
