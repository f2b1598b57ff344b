namespace BirD.Restoration.Priors.Import;

/// <summary>The layers of a configuration in order of evaluation, with the names that a checkpoint gives them.</summary>
internal static class UNetLayout
{
    public static IReadOnlyList<Stage> Stages(GuidedDiffusionConfig config)
    {
        var stages = new List<Stage>();
        var kept = new Stack<int>();
        var channels = InputStages(config, stages, kept);
        stages.Add(new Stage("middle_block", StageKind.Middle,
        [
            new ResLayer("middle_block.0", channels, channels),
            new AttentionLayer("middle_block.1", channels),
            new ResLayer("middle_block.2", channels, channels),
        ]));
        OutputStages(config, stages, kept, channels);
        return stages;
    }

    private static int InputStages(GuidedDiffusionConfig config, List<Stage> stages, Stack<int> kept)
    {
        var channels = config.LevelChannels[0];
        Add(p => [new EntryLayer($"{p}.0", 3, channels)]);
        for (var level = 0; level < config.LevelChannels.Count; level++)
        {
            for (var block = 0; block < config.ResBlocksPerLevel; block++)
            {
                var (from, to, attention) = (channels, config.LevelChannels[level], config.LevelAttention[level]);
                channels = to;
                Add(p => attention
                    ? [new ResLayer($"{p}.0", from, to), new AttentionLayer($"{p}.1", to)]
                    : [new ResLayer($"{p}.0", from, to)]);
            }

            if (level < config.LevelChannels.Count - 1)
            {
                Add(p => [Resampler(config, $"{p}.0", channels, Resample.Down)]);
            }
        }

        return channels;

        void Add(Func<string, Layer[]> layers)
        {
            var name = $"input_blocks.{stages.Count}";
            stages.Add(new Stage(name, StageKind.Input, layers(name)));
            kept.Push(channels);
        }
    }

    private static void OutputStages(GuidedDiffusionConfig config, List<Stage> stages, Stack<int> kept, int channels)
    {
        var index = 0;
        for (var level = config.LevelChannels.Count - 1; level >= 0; level--)
        {
            for (var block = 0; block <= config.ResBlocksPerLevel; block++)
            {
                var name = $"output_blocks.{index++}";
                var width = config.LevelChannels[level];
                var layers = new List<Layer> { new ResLayer($"{name}.0", channels + kept.Pop(), width) };
                channels = width;
                if (config.LevelAttention[level])
                {
                    layers.Add(new AttentionLayer($"{name}.{layers.Count}", width));
                }

                if (level > 0 && block == config.ResBlocksPerLevel)
                {
                    layers.Add(Resampler(config, $"{name}.{layers.Count}", width, Resample.Up));
                }

                stages.Add(new Stage(name, StageKind.Output, layers));
            }
        }
    }

    private static Layer Resampler(GuidedDiffusionConfig config, string prefix, int channels, Resample resample) =>
        config.ResBlockUpDown
            ? new ResLayer(prefix, channels, channels, resample)
            : new ResampleLayer(prefix, channels, resample);
}
