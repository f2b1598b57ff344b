namespace BirD.Restoration.Priors.Import;

/// <summary>How an attention block cuts its 3c query, key and value channels.</summary>
public enum AttentionOrder
{
    /// <summary>Heads first: each head owns a run of q, k and v rows (the published 256 x 256 model).</summary>
    Legacy = 0,

    /// <summary>q, k and v first, the heads inside each.</summary>
    New = 1,
}

/// <summary>The architecture of one guided-diffusion U-Net (Dhariwal and Nichol 2021), unconditional, RGB.</summary>
public sealed record GuidedDiffusionConfig
{
    /// <summary>Base width; also the width of the sinusoidal embedding.</summary>
    public required int ModelChannels { get; init; }

    /// <summary>Width of the time embedding after its two linear layers.</summary>
    public required int EmbeddingWidth { get; init; }

    /// <summary>Channels at each resolution, finest first: base width times multiplier.</summary>
    public required IReadOnlyList<int> LevelChannels { get; init; }

    public required int ResBlocksPerLevel { get; init; }

    /// <summary>Whether the blocks of a level end in attention, finest first. The middle block always does.</summary>
    public required IReadOnlyList<bool> LevelAttention { get; init; }

    /// <summary>Channels of one attention head; the names do not tell.</summary>
    public required int HeadChannels { get; init; }

    /// <summary>The names do not tell.</summary>
    public AttentionOrder AttentionOrder { get; init; }

    /// <summary>The time embedding scales and shifts behind the second normalisation instead of being added before it.</summary>
    public required bool ScaleShiftNorm { get; init; }

    /// <summary>Resolution changes inside residual blocks instead of by a convolution of its own.</summary>
    public required bool ResBlockUpDown { get; init; }

    /// <summary>3, or 6 with learned variance.</summary>
    public required int OutChannels { get; init; }

    public bool LearnedVariance => OutChannels == 6;

    /// <summary>Height and width must be multiples of this, pixels.</summary>
    public int SizeMultiple => 1 << (LevelChannels.Count - 1);

    /// <summary>The published <c>256x256_diffusion_uncond</c>: 566 tensors, 552,814,086 parameters.</summary>
    public static GuidedDiffusionConfig Published256 { get; } = new()
    {
        ModelChannels = 256,
        EmbeddingWidth = 1024,
        LevelChannels = [256, 256, 512, 512, 1024, 1024],
        ResBlocksPerLevel = 2,
        LevelAttention = [false, false, false, true, true, true],
        HeadChannels = 64,
        ScaleShiftNorm = true,
        ResBlockUpDown = true,
        OutChannels = 6,
    };

    /// <summary>One line for people.</summary>
    public string Describe() =>
        $"{ModelChannels} channels, levels {string.Join("-", LevelChannels)}, {ResBlocksPerLevel} blocks per level, " +
        $"attention at levels {string.Join(",", LevelAttention.Select((a, i) => (a, i)).Where(p => p.a).Select(p => p.i))}, " +
        $"{HeadChannels} channels per head ({AttentionOrder} order), scale-shift {(ScaleShiftNorm ? "on" : "off")}, " +
        $"{(ResBlockUpDown ? "residual" : "convolutional")} resampling, {(LearnedVariance ? "learned" : "fixed")} variance";
}
