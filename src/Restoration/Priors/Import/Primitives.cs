using BirD.Restoration.Onnx;

namespace BirD.Restoration.Priors.Import;

/// <summary>The few operations that all blocks share, aware of the precision.</summary>
internal sealed class Primitives(OnnxGraphBuilder graph, ImportPrecision precision)
{
    private const int Groups = 32;
    private const float Epsilon = 1e-5f;

    public OnnxGraphBuilder Graph => graph;

    /// <summary>True when feature maps inside the blocks are float16.</summary>
    public bool Half => precision == ImportPrecision.Float16;

    /// <summary>From float32 to the type of the feature maps.</summary>
    public string ToBody(string x) => Half ? graph.Cast(x, OnnxType.Float16) : x;

    /// <summary>From the type of the feature maps to float32.</summary>
    public string ToFloat(string x) => Half ? graph.Cast(x, OnnxType.Float) : x;

    /// <summary>z * sigmoid(z); ONNX Runtime fuses the pair into one kernel.</summary>
    public string Silu(string x) => graph.Op("Mul", [x, graph.Op("Sigmoid", [x])]);

    public string Add(string a, string b) => graph.Op("Add", [a, b]);

    /// <summary>A convolution inside the blocks, padded so that stride 1 keeps the size.</summary>
    public string Conv(string x, string prefix, int from, int to, int kernel, int stride = 1, string? result = null)
    {
        // 1-D kernels of attention have the same values as 1 x 1 kernels; shapes are given in 2-D throughout.
        var weight = BodyWeight($"{prefix}.weight", to, from, kernel, kernel);
        return Conv(x, weight, BodyWeight($"{prefix}.bias", to), kernel, stride, result);
    }

    /// <summary>The last convolution, float32 in every precision.</summary>
    public string FloatConv(string x, string prefix, int from, int to, string result) => Conv(
        x, graph.Weight($"{prefix}.weight", OnnxType.Float, to, from, 3, 3), graph.Weight($"{prefix}.bias", OnnxType.Float, to), 3, 1, result);

    /// <summary>y = x W^T + b, float32 in every precision.</summary>
    public string Linear(string x, string prefix, int from, int to, string? result = null)
    {
        string[] inputs = [x, graph.Weight($"{prefix}.weight", OnnxType.Float, to, from), graph.Weight($"{prefix}.bias", OnnxType.Float, to)];
        return result is null
            ? graph.Op("Gemm", inputs, Attr.Int("transB", 1))
            : graph.NamedOp(result, "Gemm", inputs, Attr.Int("transB", 1));
    }

    /// <summary>Group normalisation of a float32 [N,C,H,W], without weight and bias.</summary>
    /// <remarks>
    /// As instance normalisation over [N,32,rest]: one kernel on every provider, where GroupNormalization is
    /// expanded into a dozen small nodes (see the decision record on the imported graph).
    /// </remarks>
    public string Normalise(string x)
    {
        var ones = graph.Constant([Groups], [.. Enumerable.Repeat(1f, Groups)]);
        var zeros = graph.Constant([Groups], new float[Groups]);
        var flat = graph.Op("InstanceNormalization", [graph.Reshape(x, 0, Groups, -1), ones, zeros], Attr.Float("epsilon", Epsilon));
        return graph.Op("Reshape", [flat, graph.Op("Shape", [x])]);
    }

    /// <summary>Weight and bias of a normalisation as [C,1,1].</summary>
    public (string Weight, string Bias) Affine(string prefix, int channels) => (
        graph.Weight($"{prefix}.weight", OnnxType.Float, channels, 1, 1), graph.Weight($"{prefix}.bias", OnnxType.Float, channels, 1, 1));

    /// <summary>Group normalisation in float32 between feature maps.</summary>
    public string GroupNorm(string x, string prefix, int channels)
    {
        var (weight, bias) = Affine(prefix, channels);
        return ToBody(Add(graph.Op("Mul", [Normalise(ToFloat(x)), weight]), bias));
    }

    /// <summary>2 x 2 average, or nearest doubling.</summary>
    public string Resize(string x, Resample resample) => resample switch
    {
        Resample.Down => graph.Op("AveragePool", [x], Attr.Ints("kernel_shape", 2, 2), Attr.Ints("strides", 2, 2)),
        Resample.Up => graph.Op("Resize", [x, "", graph.Constant([4L], 1f, 1f, 2f, 2f)],
            Attr.Text("mode", "nearest"), Attr.Text("coordinate_transformation_mode", "asymmetric"), Attr.Text("nearest_mode", "floor")),
        _ => x,
    };

    private string BodyWeight(string name, params long[] shape) => precision switch
    {
        ImportPrecision.Float16 => graph.Weight(name, OnnxType.Float16, shape),
        // Folded into a float32 weight when the session loads.
        ImportPrecision.Float16Storage => graph.Cast(graph.Weight(name, OnnxType.Float16, shape), OnnxType.Float),
        _ => graph.Weight(name, OnnxType.Float, shape),
    };

    private string Conv(string x, string weight, string bias, int kernel, int stride, string? result)
    {
        long pad = kernel / 2;
        var attributes = new[]
        {
            Attr.Ints("kernel_shape", kernel, kernel), Attr.Ints("strides", stride, stride), Attr.Ints("pads", pad, pad, pad, pad),
        };
        return result is null
            ? graph.Op("Conv", [x, weight, bias], attributes)
            : graph.NamedOp(result, "Conv", [x, weight, bias], attributes);
    }
}
