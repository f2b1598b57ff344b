using System.Globalization;
using BirD.Restoration.Onnx.Proto;
using Google.Protobuf;

namespace BirD.Restoration.Tests.Priors;

/// <summary>Builds tiny models, by default one that keeps the prior contract: eps = <see cref="Gain"/> x.</summary>
internal sealed class ContractModel
{
    public Dictionary<string, string> Metadata { get; } = new()
    {
        ["bird.contract"] = "1",
        ["bird.name"] = "tiny",
        ["bird.version"] = "7",
        ["bird.licence"] = "CC0-1.0",
        ["bird.prediction"] = "eps",
        ["bird.variance"] = "none",
        ["bird.schedule"] = "linear",
        ["bird.schedule.steps"] = "1000",
        ["bird.schedule.beta_start"] = "0.0001",
        ["bird.schedule.beta_end"] = "0.02",
        ["bird.size_multiple"] = "4",
        ["bird.native_size"] = "any",
        ["bird.tile_overlap"] = "8",
        ["bird.value_range"] = "-1,1",
    };

    public float Gain { get; set; } = 0.5f;

    public string X { get; set; } = "x";

    public string[] XShape { get; set; } = ["N", "3", "H", "W"];

    public string[] TShape { get; set; } = ["N"];

    public string Output { get; set; } = "eps";

    public string[] OutputShape { get; set; } = ["N", "3", "H", "W"];

    public string? ExtraInput { get; set; }

    /// <summary>Times the multiplication is repeated; many make an evaluation that can be interrupted.</summary>
    public int Repeat { get; set; } = 1;

    public string Write(string folder)
    {
        var graph = new GraphProto { Name = "tiny" };
        graph.Input.Add(Value(X, XShape));
        graph.Input.Add(Value("t", TShape));
        if (ExtraInput is not null)
        {
            graph.Input.Add(Value(ExtraInput, ["N"]));
        }

        graph.Output.Add(Value(Output, OutputShape));
        graph.Initializer.Add(new TensorProto
        {
            Name = "gain", DataType = 1, RawData = ByteString.CopyFrom(BitConverter.GetBytes(Gain)),
        });
        var from = X;
        for (var i = 0; i < Repeat; i++)
        {
            var to = i == Repeat - 1 ? Output : $"m{i}";
            var node = new NodeProto { OpType = i % 2 == 0 ? "Mul" : "Add", Name = $"n{i}" };
            node.Input.Add([from, "gain"]);
            node.Output.Add(to);
            graph.Node.Add(node);
            from = to;
        }

        var model = new ModelProto { IrVersion = 10, Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = 21 });
        model.MetadataProps.Add(Metadata.Select(p => new StringStringEntryProto { Key = p.Key, Value = p.Value }));
        var path = Path.Combine(folder, $"{Guid.NewGuid():N}.onnx");
        File.WriteAllBytes(path, model.ToByteArray());
        return path;
    }

    private static ValueInfoProto Value(string name, string[] dims)
    {
        var shape = new TensorShapeProto();
        shape.Dim.Add(dims.Select(d => long.TryParse(d, CultureInfo.InvariantCulture, out var n)
            ? new TensorShapeProto.Types.Dimension { DimValue = n }
            : new TensorShapeProto.Types.Dimension { DimParam = d }));
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = 1, Shape = shape } },
        };
    }
}
