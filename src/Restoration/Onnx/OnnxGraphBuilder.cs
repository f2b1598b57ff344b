using System.Globalization;
using System.Runtime.InteropServices;
using BirD.Restoration.Onnx.Proto;
using Google.Protobuf;

namespace BirD.Restoration.Onnx;

/// <summary>Appends nodes to a graph in order of evaluation and hands out the names of their results.</summary>
/// <remarks>Weights are declared without data, so a graph of any size is built in no time and little memory.</remarks>
internal sealed class OnnxGraphBuilder(string name)
{
    /// <summary>Operators that ONNX Runtime adds to the standard ones.</summary>
    public const string RuntimeDomain = "com.microsoft";

    private readonly Dictionary<string, string> _constants = new(StringComparer.Ordinal);
    private readonly HashSet<string> _weights = new(StringComparer.Ordinal);
    private int _fresh;

    public GraphProto Graph { get; } = new() { Name = name };

    /// <summary>The declared weights, in order of first use; <see cref="WeightWriter"/> fills them.</summary>
    public List<TensorProto> Weights { get; } = [];

    /// <param name="name">Name of the input.</param>
    /// <param name="dims">Numbers, or names of free dimensions.</param>
    public string Input(string name, params string[] dims) => Input(name, OnnxType.Float, dims);

    public string Input(string name, OnnxType type, params string[] dims)
    {
        Graph.Input.Add(Value(name, type, dims));
        return name;
    }

    /// <summary>An input of any shape.</summary>
    public string Input(string name, OnnxType type)
    {
        Graph.Input.Add(Value(name, type, null));
        return name;
    }

    public void Output(string name, params string[] dims) => Output(name, OnnxType.Float, dims);

    public void Output(string name, OnnxType type, params string[] dims) => Graph.Output.Add(Value(name, type, dims));

    /// <summary>An output of any shape.</summary>
    public void Output(string name, OnnxType type) => Graph.Output.Add(Value(name, type, null));

    /// <summary>Appends a node with one result.</summary>
    public string Op(string type, IReadOnlyList<string> inputs, params ReadOnlySpan<AttributeProto> attributes) =>
        Add(type, inputs, [Fresh(type)], attributes)[0];

    /// <summary>As <see cref="Op"/>, with a name of the caller's for the result.</summary>
    public string NamedOp(string result, string type, IReadOnlyList<string> inputs, params ReadOnlySpan<AttributeProto> attributes) =>
        Add(type, inputs, [result], attributes)[0];

    /// <summary>Appends a node of ONNX Runtime's own operator set.</summary>
    public string RuntimeOp(string type, IReadOnlyList<string> inputs, params ReadOnlySpan<AttributeProto> attributes)
    {
        var result = Op(type, inputs, attributes);
        Graph.Node[^1].Domain = RuntimeDomain;
        return result;
    }

    /// <summary>Cuts a tensor into <paramref name="parts"/> equal pieces along <paramref name="axis"/>.</summary>
    public string[] Split(string input, int axis, int parts) => Add(
        "Split", [input], [.. Enumerable.Range(0, parts).Select(_ => Fresh("Split"))],
        [Attr.Int("axis", axis), Attr.Int("num_outputs", parts)]);

    /// <summary>As <see cref="Split"/>, with names of the caller's for the pieces.</summary>
    public void NamedSplit(string input, int axis, string[] results) =>
        Add("Split", [input], results, [Attr.Int("axis", axis), Attr.Int("num_outputs", results.Length)]);

    /// <summary>Reshape; 0 keeps the dimension of the input at that place, -1 takes what is left.</summary>
    public string Reshape(string input, params long[] shape) => Op("Reshape", [input, Constant(shape)]);

    public string Cast(string input, OnnxType type) => Op("Cast", [input], Attr.Int("to", (long)type));

    public string Constant(params long[] values) => Constant(OnnxType.Int64, [values.Length], MemoryMarshal.AsBytes(values.AsSpan()));

    public string Constant(long[] shape, params float[] values) => Constant(OnnxType.Float, shape, MemoryMarshal.AsBytes(values.AsSpan()));

    /// <summary>Declares a weight; the data come later, from the checkpoint's tensor of the same name.</summary>
    public string Weight(string name, OnnxType type, params long[] shape)
    {
        if (_weights.Add(name))
        {
            var tensor = new TensorProto { Name = name, DataType = (int)type, Dims = { shape } };
            Graph.Initializer.Add(tensor);
            Weights.Add(tensor);
        }

        return name;
    }

    private string Constant(OnnxType type, long[] shape, ReadOnlySpan<byte> bytes)
    {
        var key = $"{type}[{string.Join(",", shape)}]{Convert.ToHexString(bytes)}";
        if (!_constants.TryGetValue(key, out var name))
        {
            name = $"const_{_constants.Count}";
            _constants.Add(key, name);
            Graph.Initializer.Add(new TensorProto
            {
                Name = name, DataType = (int)type, Dims = { shape }, RawData = ByteString.CopyFrom(bytes),
            });
        }

        return name;
    }

    private string[] Add(string type, IReadOnlyList<string> inputs, string[] outputs, ReadOnlySpan<AttributeProto> attributes)
    {
        var node = new NodeProto { OpType = type, Name = $"node_{Graph.Node.Count}_{type}", Input = { inputs }, Output = { outputs } };
        foreach (var attribute in attributes)
        {
            node.Attribute.Add(attribute);
        }

        Graph.Node.Add(node);
        return outputs;
    }

    private string Fresh(string type) => $"{type}_{_fresh++}";

    private static ValueInfoProto Value(string name, OnnxType type, string[]? dims)
    {
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)type };
        if (dims is not null)
        {
            tensor.Shape = new TensorShapeProto();
            tensor.Shape.Dim.Add(dims.Select(d => long.TryParse(d, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
                ? new TensorShapeProto.Types.Dimension { DimValue = n }
                : new TensorShapeProto.Types.Dimension { DimParam = d }));
        }

        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }
}
