using BirD.Restoration.Priors.Onnx;

namespace BirD.Restoration.Priors.GuidedDiffusion;

/// <summary>Global self-attention over all pixels (bird-algorithm 8.3), softmax in float32.</summary>
internal sealed class AttentionEmitter(Primitives on, GuidedDiffusionConfig config)
{
    public string Emit(AttentionLayer layer, string x, string result)
    {
        var graph = on.Graph;
        var c = layer.Channels;
        var z = on.GroupNorm(x, $"{layer.Prefix}.norm", c);
        var (q, k, v) = Cut(on.Conv(z, $"{layer.Prefix}.qkv", c, 3 * c, 1), c);
        var scale = on.ToBody(graph.Constant([1], (float)(1 / Math.Sqrt(Math.Sqrt(config.HeadChannels)))));
        // Both factors are scaled before the product, as in the original: in half precision the order matters.
        q = graph.Op("Mul", [Transpose(q), scale]);
        k = graph.Op("Mul", [k, scale]);
        var weights = on.ToBody(graph.Op("Softmax", [on.ToFloat(graph.Op("MatMul", [q, k]))], Attr.Int("axis", -1)));
        var mixed = Transpose(graph.Op("MatMul", [weights, Transpose(v)]));
        mixed = graph.Op("Reshape", [mixed, graph.Op("Shape", [x])]);
        return graph.NamedOp(result, "Add", [x, on.Conv(mixed, $"{layer.Prefix}.proj_out", c, c, 1)]);
    }

    /// <summary>[N,3c,H,W] to query, key and value, each [N,heads,head width,HW].</summary>
    private (string Q, string K, string V) Cut(string qkv, int channels)
    {
        var graph = on.Graph;
        var (head, heads) = (config.HeadChannels, channels / config.HeadChannels);
        if (config.AttentionOrder == AttentionOrder.Legacy)
        {
            var parts = graph.Split(graph.Reshape(qkv, 0, heads, 3 * head, -1), axis: 2, parts: 3);
            return (parts[0], parts[1], parts[2]);
        }

        var whole = graph.Split(qkv, axis: 1, parts: 3);
        return (Heads(whole[0]), Heads(whole[1]), Heads(whole[2]));

        string Heads(string part) => graph.Reshape(part, 0, heads, head, -1);
    }

    private string Transpose(string x) => on.Graph.Op("Transpose", [x], Attr.Ints("perm", 0, 1, 3, 2));
}
