namespace BirD.Restoration.Priors.Import;

/// <summary>Residual block (bird-algorithm 8.3), with the resolution change between the first SiLU and its convolution.</summary>
internal sealed class ResBlockEmitter(Primitives on, GuidedDiffusionConfig config, string embedding)
{
    public string Emit(ResLayer layer, string x, string result)
    {
        var graph = on.Graph;
        var p = layer.Prefix;
        var h = on.Silu(on.GroupNorm(x, $"{p}.in_layers.0", layer.In));
        h = on.Conv(on.Resize(h, layer.Resample), $"{p}.in_layers.2", layer.In, layer.Out, 3);
        h = on.Silu(config.ScaleShiftNorm ? ScaleShift(layer, h) : Shift(layer, h));
        h = on.Conv(h, $"{p}.out_layers.3", layer.Out, layer.Out, 3);
        var skip = on.Resize(x, layer.Resample);
        if (layer.In != layer.Out)
        {
            skip = on.Conv(skip, $"{p}.skip_connection", layer.In, layer.Out, 1);
        }

        return graph.NamedOp(result, "Add", [skip, h]);
    }

    /// <summary>GN(h) (1 + scale) + shift.</summary>
    /// <remarks>n w (1 + scale) + (b (1 + scale) + shift): two passes over the feature map instead of four.</remarks>
    private string ScaleShift(ResLayer layer, string h)
    {
        var graph = on.Graph;
        var parts = graph.Split(PerChannel(layer, 2 * layer.Out), axis: 1, parts: 2);
        var gain = on.Add(parts[0], graph.Constant([1], 1f));
        var (weight, bias) = on.Affine($"{layer.Prefix}.out_layers.0", layer.Out);
        var offset = on.Add(graph.Op("Mul", [gain, bias]), parts[1]);
        var scaled = graph.Op("Mul", [on.Normalise(on.ToFloat(h)), graph.Op("Mul", [gain, weight])]);
        return on.ToBody(on.Add(scaled, offset));
    }

    /// <summary>GN(h + embedding).</summary>
    private string Shift(ResLayer layer, string h) =>
        on.GroupNorm(on.Add(h, on.ToBody(PerChannel(layer, layer.Out))), $"{layer.Prefix}.out_layers.0", layer.Out);

    /// <summary>The block's own linear view of the time embedding, [N,width,1,1] float32.</summary>
    private string PerChannel(ResLayer layer, int width) =>
        on.Graph.Reshape(on.Linear(embedding, $"{layer.Prefix}.emb_layers.1", config.EmbeddingWidth, width), 0, width, 1, 1);
}
