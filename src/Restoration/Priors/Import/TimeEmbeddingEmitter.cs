using BirD.Restoration.Onnx;

namespace BirD.Restoration.Priors.Import;

/// <summary>t [N] to the embedding [N,width], float32 in every precision: half precision would ruin t near 999.</summary>
internal sealed class TimeEmbeddingEmitter(Primitives on, GuidedDiffusionConfig config)
{
    /// <summary>Name of the embedding before its last SiLU.</summary>
    public const string Result = "time_embed";

    private const double LongestPeriod = 10000;

    /// <returns>SiLU of the embedding: every residual block starts with it, so it is computed once.</returns>
    public string Emit(string t)
    {
        var graph = on.Graph;
        var angles = graph.Op("Mul", [graph.Reshape(t, -1, 1), graph.Constant([1, config.ModelChannels / 2], Frequencies(config.ModelChannels))]);
        // Cosines first.
        var waves = graph.Op("Concat", [graph.Op("Cos", [angles]), graph.Op("Sin", [angles])], Attr.Int("axis", 1));
        var hidden = on.Silu(on.Linear(waves, "time_embed.0", config.ModelChannels, config.EmbeddingWidth));
        return on.Silu(on.Linear(hidden, "time_embed.2", config.EmbeddingWidth, config.EmbeddingWidth, Result));
    }

    /// <summary>exp(-ln(10000) i / half), every operation in float32 as the original's.</summary>
    internal static float[] Frequencies(int width)
    {
        var half = width / 2;
        return [.. Enumerable.Range(0, half).Select(i => MathF.Exp((float)-Math.Log(LongestPeriod) * i / half))];
    }
}
