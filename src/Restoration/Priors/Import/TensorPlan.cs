namespace BirD.Restoration.Priors.Import;

/// <summary>A tensor that a checkpoint must hold.</summary>
internal readonly record struct PlannedTensor(string Name, long[] Shape);

/// <summary>Every tensor of a configuration with its shape (bird-algorithm 8.5).</summary>
internal static class TensorPlan
{
    public static IEnumerable<PlannedTensor> For(GuidedDiffusionConfig config)
    {
        var (wide, embedding) = (config.ModelChannels, config.EmbeddingWidth);
        return
        [
            .. Pair("time_embed.0", embedding, wide),
            .. Pair("time_embed.2", embedding, embedding),
            .. UNetLayout.Stages(config).SelectMany(s => s.Layers).SelectMany(l => Of(l, config)),
            .. Norm("out.0", config.LevelChannels[0]),
            .. Pair("out.2", config.OutChannels, config.LevelChannels[0], 3, 3),
        ];
    }

    private static IEnumerable<PlannedTensor> Of(Layer layer, GuidedDiffusionConfig config) => layer switch
    {
        EntryLayer entry => Pair(entry.Prefix, entry.Out, entry.In, 3, 3),
        ResampleLayer resample => Pair(resample.ConvPrefix, resample.Channels, resample.Channels, 3, 3),
        AttentionLayer attention =>
        [
            .. Norm($"{attention.Prefix}.norm", attention.Channels),
            .. Pair($"{attention.Prefix}.qkv", 3 * attention.Channels, attention.Channels, 1),
            .. Pair($"{attention.Prefix}.proj_out", attention.Channels, attention.Channels, 1),
        ],
        ResLayer res => OfRes(res, config),
        _ => throw new ArgumentOutOfRangeException(nameof(layer)),
    };

    private static IEnumerable<PlannedTensor> OfRes(ResLayer res, GuidedDiffusionConfig config)
    {
        var (from, to) = (res.In, res.Out);
        return
        [
            .. Norm($"{res.Prefix}.in_layers.0", from),
            .. Pair($"{res.Prefix}.in_layers.2", to, from, 3, 3),
            .. Pair($"{res.Prefix}.emb_layers.1", config.ScaleShiftNorm ? 2 * to : to, config.EmbeddingWidth),
            .. Norm($"{res.Prefix}.out_layers.0", to),
            .. Pair($"{res.Prefix}.out_layers.3", to, to, 3, 3),
            .. from == to ? [] : Pair($"{res.Prefix}.skip_connection", to, from, 1, 1),
        ];
    }

    private static PlannedTensor[] Norm(string prefix, long channels) => Pair(prefix, channels);

    private static PlannedTensor[] Pair(string prefix, params long[] weight) =>
        [new($"{prefix}.weight", weight), new($"{prefix}.bias", [weight[0]])];
}
