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

    /// <summary>Name of one picture's input or output.</summary>
    public static string Of(string name, int picture) => $"{name}_{picture}";

    /// <summary>Pictures that come as inputs of their own, [1, C, H, W], as one [N, C, H, W].</summary>
    public static string Together(this OnnxGraphBuilder graph, string name, int count)
    {
        var inputs = Enumerable.Range(0, count).Select(i => graph.Picture(Of(name, i))).ToList();
        return count == 1 ? inputs[0] : graph.Op("Concat", inputs, Attr.Int("axis", 0));
    }

    /// <summary>The result of an operator, [N, C, H, W], as outputs [1, C, H, W].</summary>
    public static void Apart(this OnnxGraphBuilder graph, string name, int count, string type, IReadOnlyList<string> inputs)
    {
        string[] names = [.. Enumerable.Range(0, count).Select(i => Of(name, i))];
        if (count == 1)
        {
            graph.NamedOp(names[0], type, inputs);
        }
        else
        {
            graph.NamedSplit(type == "Identity" ? inputs[0] : graph.Op(type, inputs), axis: 0, names);
        }

        foreach (var output in names)
        {
            graph.Output(output, "one", "c", "h", "w");
        }
    }

    /// <summary>The pictures whose row i is the picture's row rows[i], and columns likewise; the index lists are inputs named after <paramref name="name"/>.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">[N, C, H, W].</param>
    /// <param name="name">The mirror's.</param>
    /// <param name="flags">Which pictures are mirrored in rows and columns, 1 or 0, [N, 1, 1, 1] each: then there are two lists of either kind; null where one does for all.</param>
    /// <param name="result">Name of the result; null for any.</param>
    public static string PickMirrored(this OnnxGraphBuilder graph, string x, string name, (string Rows, string Columns)? flags, string? result = null)
    {
        var rows = Choose(x, $"{name}_rows", axis: 2, flags?.Rows, null);
        return Choose(rows, $"{name}_columns", axis: 3, flags?.Columns, result);

        string Choose(string from, string list, int axis, string? flag, string? resultName)
        {
            if (flag is null)
            {
                return Named("Gather", resultName, [from, graph.Input(list, OnnxType.Int64, $"{list}_length")], Attr.Int("axis", axis));
            }

            var (straight, mirrored) = (graph.Input(Straight(list), OnnxType.Int64, $"{list}_length"), graph.Input(Mirrored(list), OnnxType.Int64, $"{list}_length"));
            return Named("Where", resultName,
            [
                graph.Cast(flag, OnnxType.Bool),
                graph.Op("Gather", [from, mirrored], Attr.Int("axis", axis)),
                graph.Op("Gather", [from, straight], Attr.Int("axis", axis)),
            ]);
        }

        string Named(string type, string? resultName, IReadOnlyList<string> inputs, params ReadOnlySpan<AttributeProto> attributes) =>
            resultName is null ? graph.Op(type, inputs, attributes) : graph.NamedOp(resultName, type, inputs, attributes);
    }

    /// <summary>Name of the list that leaves the order.</summary>
    public static string Straight(string list) => $"{list}_straight";

    /// <summary>Name of the list that turns it.</summary>
    public static string Mirrored(string list) => $"{list}_mirrored";

    public static string Pick(this OnnxGraphBuilder graph, string x, string rows, string columns) =>
        graph.Op("Gather", [graph.Op("Gather", [x, rows], Attr.Int("axis", 2)), columns], Attr.Int("axis", 3));

    public static string Times(this OnnxGraphBuilder graph, string a, string b) => graph.Op("Mul", [a, b]);

    public static string Plus(this OnnxGraphBuilder graph, string a, string b) => graph.Op("Add", [a, b]);

    public static string Minus(this OnnxGraphBuilder graph, string a, string b) => graph.Op("Sub", [a, b]);

    public static string Over(this OnnxGraphBuilder graph, string a, string b) => graph.Op("Div", [a, b]);

    /// <summary>A number that is always the same.</summary>
    public static string Always(this OnnxGraphBuilder graph, float value) => graph.Constant([1], value);
}
