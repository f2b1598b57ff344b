using BirD.Restoration.Onnx;

namespace BirD.Restoration.Priors.Import;

/// <summary>Global self-attention over all pixels (bird-algorithm 8.3).</summary>
/// <remarks>
/// One fused operator of ONNX Runtime: it never holds all HW x HW weights at once and keeps the softmax in float32
/// (see the decision record on the imported graph). Its scale of 1/sqrt(d) on the product is the original's
/// d^(-1/4) on each factor, which half-precision products need and fused kernels do not.
/// </remarks>
internal sealed class AttentionEmitter(Primitives on, GuidedDiffusionConfig config)
{
    public string Emit(AttentionLayer layer, string x, string result)
    {
        var graph = on.Graph;
        var c = layer.Channels;
        var z = on.GroupNorm(x, $"{layer.Prefix}.norm", c);
        var qkv = Cut(on.Conv(z, $"{layer.Prefix}.qkv", c, 3 * c, 1), c);
        var mixed = graph.RuntimeOp("MultiHeadAttention", qkv,
            Attr.Int("num_heads", c / config.HeadChannels), Attr.Float("scale", (float)(1 / Math.Sqrt(config.HeadChannels))));
        var planes = graph.Op("Transpose", [mixed], Attr.Ints("perm", 0, 2, 1));
        planes = graph.Op("Reshape", [planes, graph.Op("Shape", [x])]);
        return graph.NamedOp(result, "Add", [x, on.Conv(planes, $"{layer.Prefix}.proj_out", c, c, 1)]);
    }

    /// <summary>[N,3c,H,W] to query, key and value, each [N,HW,c] with the heads side by side.</summary>
    private string[] Cut(string qkv, int channels)
    {
        var graph = on.Graph;
        var (head, heads) = (config.HeadChannels, channels / config.HeadChannels);
        if (config.AttentionOrder == AttentionOrder.New)
        {
            var rows = graph.Op("Transpose", [graph.Reshape(qkv, 0, 3 * channels, -1)], Attr.Ints("perm", 0, 2, 1));
            return graph.Split(rows, axis: 2, parts: 3);
        }

        // Each head owns 3d channels: its q, its k, its v.
        var byHead = graph.Op("Transpose", [graph.Reshape(qkv, 0, heads, 3 * head, -1)], Attr.Ints("perm", 0, 3, 1, 2));
        return [.. graph.Split(byHead, axis: 3, parts: 3).Select(part => graph.Reshape(part, 0, 0, channels))];
    }
}
