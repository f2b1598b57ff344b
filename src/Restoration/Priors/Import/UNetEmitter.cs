using System.Globalization;
using BirD.Restoration.Onnx;
using BirD.Restoration.Priors.Onnx;

namespace BirD.Restoration.Priors.Import;

/// <summary>Writes the whole network as an ONNX graph under the prior contract; weights are declared, not filled.</summary>
internal static class UNetEmitter
{
    private const string Result = "eps";

    /// <remarks>The result of each top-level block carries the block's name, so a test can look at it.</remarks>
    public static OnnxGraphBuilder Emit(GuidedDiffusionConfig config, ImportPrecision precision)
    {
        var graph = new OnnxGraphBuilder("guided_diffusion");
        var on = new Primitives(graph, precision);
        var h = on.ToBody(graph.Input(PriorMetadata.InputX, "N", "3", "H", "W"));
        var embedding = new TimeEmbeddingEmitter(on, config).Emit(graph.Input(PriorMetadata.InputT, "N"));
        var res = new ResBlockEmitter(on, config, embedding);
        var attention = new AttentionEmitter(on, config);
        var kept = new Stack<string>();
        foreach (var stage in UNetLayout.Stages(config))
        {
            if (stage.Kind == StageKind.Output)
            {
                h = graph.Op("Concat", [h, kept.Pop()], Attr.Int("axis", 1));
            }

            for (var i = 0; i < stage.Layers.Count; i++)
            {
                var result = i == stage.Layers.Count - 1 ? stage.Name : stage.Layers[i].Prefix;
                h = Layer(stage.Layers[i], h, result);
            }

            if (stage.Kind == StageKind.Input)
            {
                kept.Push(h);
            }
        }

        // The type comes back to float32 before the last normalisation, as in the original.
        var width = config.LevelChannels[0];
        var (weight, bias) = on.Affine("out.0", width);
        var last = on.Silu(on.Add(graph.Op("Mul", [on.Normalise(on.ToFloat(h)), weight]), bias));
        on.FloatConv(last, "out.2", width, config.OutChannels, Result);
        graph.Output(Result, "N", config.OutChannels.ToString(CultureInfo.InvariantCulture), "H", "W");
        return graph;

        string Layer(Layer layer, string x, string result) => layer switch
        {
            EntryLayer entry => on.Conv(x, entry.Prefix, entry.In, entry.Out, 3, result: result),
            ResLayer block => res.Emit(block, x, result),
            AttentionLayer block => attention.Emit(block, x, result),
            ResampleLayer { Resample: Resample.Down } down =>
                on.Conv(x, down.ConvPrefix, down.Channels, down.Channels, 3, stride: 2, result: result),
            ResampleLayer up => on.Conv(on.Resize(x, Resample.Up), up.ConvPrefix, up.Channels, up.Channels, 3, result: result),
            _ => throw new ArgumentOutOfRangeException(nameof(layer)),
        };
    }
}
