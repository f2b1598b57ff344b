using System.Globalization;
using BirD.Restoration.Priors.Import.Torch;

namespace BirD.Restoration.Priors.Import;

/// <summary>Reads the architecture off tensor names and shapes.</summary>
internal sealed class ConfigInference(Checkpoint checkpoint)
{
    /// <summary>Groups of every normalisation; channels are multiples of it.</summary>
    private const int Groups = 32;

    /// <summary>From this width on the published models use 64 channels per head.</summary>
    private const int WideModel = 256;

    private const int WideHead = 64;

    /// <exception cref="PriorException">No unconditional RGB guided-diffusion U-Net, or the head width must be told.</exception>
    public GuidedDiffusionConfig Infer(int? headChannels, AttentionOrder order)
    {
        if (checkpoint.Find("label_emb.weight") is not null)
        {
            throw Unusable("it is class-conditional (it has 'label_emb.weight'); only unconditional models can be imported");
        }

        var embed = Shape("time_embed.0.weight", 2);
        if (Shape("input_blocks.0.0.weight", 4) is not [_, 3, 3, 3])
        {
            throw Unusable("its first convolution 'input_blocks.0.0.weight' does not take three channels with a 3 x 3 kernel (a super-resolution model?)");
        }

        var blocks = Count("input_blocks");
        var ups = Enumerable.Range(0, Count("output_blocks")).Where(IsUp).ToArray();
        var levels = ups.Length + 1;
        if (blocks % levels != 0 || blocks / levels < 2 || blocks != Count("output_blocks"))
        {
            throw Unusable($"{blocks} input blocks, {Count("output_blocks")} output blocks and {levels} levels do not fit together");
        }

        var perLevel = blocks / levels;
        int[] channels = [.. Enumerable.Range(0, levels).Select(l => LevelChannels(l * perLevel + 1))];
        return new GuidedDiffusionConfig
        {
            ModelChannels = checked((int)embed[1]),
            EmbeddingWidth = checked((int)embed[0]),
            LevelChannels = channels,
            ResBlocksPerLevel = perLevel - 1,
            LevelAttention = [.. Enumerable.Range(0, levels).Select(l => Has($"input_blocks.{(l * perLevel) + 1}.1.qkv.weight"))],
            HeadChannels = HeadChannels(headChannels, channels, checked((int)embed[1])),
            AttentionOrder = order,
            ScaleShiftNorm = Shape("middle_block.0.emb_layers.1.weight", 2)[0] == 2 * Shape("middle_block.0.out_layers.0.weight", 1)[0],
            ResBlockUpDown = levels > 1 && Has($"input_blocks.{perLevel}.0.in_layers.0.weight"),
            OutChannels = OutChannels(),
        };
    }

    /// <summary>Compares every tensor with the plan of the configuration.</summary>
    /// <exception cref="PriorException">Names the first tensor that is missing, misshapen or left over.</exception>
    public void Verify(GuidedDiffusionConfig config)
    {
        var planned = TensorPlan.For(config).ToList();
        foreach (var (name, shape) in planned)
        {
            var found = Shape(name, shape.Length);
            if (!found.SequenceEqual(shape))
            {
                throw Misshapen(name, found, $"[{string.Join(",", shape)}]");
            }
        }

        var names = planned.Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        var extra = checkpoint.Tensors.FirstOrDefault(t => !names.Contains(t.Name));
        if (extra is not null)
        {
            throw Unusable($"it has the tensor '{extra.Name}', which this architecture ({config.Describe()}) does not know");
        }
    }

    private int OutChannels() => Shape("out.2.weight", 4)[0] switch
    {
        3 => 3,
        6 => 6,
        var other => throw Unusable($"it has {other} output channels; 3 or 6 are known"),
    };

    private int HeadChannels(int? told, int[] levelChannels, int width)
    {
        var head = told ?? (width >= WideModel ? WideHead : throw new PriorException(
            $"The width of the attention heads of '{checkpoint.File}' cannot be inferred from its tensors. Give the model's num_head_channels (--head-channels)."));
        var attended = levelChannels[^1];
        return head > 0 && attended % head == 0
            ? head
            : throw new PriorException($"{head} channels per head do not divide the {attended} channels of the middle block of '{checkpoint.File}'. Give the model's num_head_channels (--head-channels).");
    }

    private int LevelChannels(int block)
    {
        var channels = Shape($"input_blocks.{block}.0.out_layers.3.weight", 4)[0];
        return channels > 0 && channels % Groups == 0
            ? checked((int)channels)
            : throw Unusable($"'input_blocks.{block}' has {channels} channels, which {Groups} groups do not divide");
    }

    private int Count(string blocks)
    {
        var indices = checkpoint.Tensors
            .Where(t => t.Name.StartsWith(blocks + ".", StringComparison.Ordinal))
            .Select(t => int.TryParse(t.Name.Split('.')[1], NumberStyles.None, CultureInfo.InvariantCulture, out var i) ? i : -1)
            .ToHashSet();
        for (var i = 0; i < indices.Count; i++)
        {
            if (!indices.Contains(i))
            {
                throw Unusable($"'{blocks}.{i}' has no tensors (resampling by pooling alone is not known)");
            }
        }

        return indices.Count;
    }

    /// <summary>An up-sampling layer follows the residual block and, where there is one, the attention.</summary>
    private bool IsUp(int block) => Enumerable.Range(1, 2).Any(
        i => Has($"output_blocks.{block}.{i}.conv.weight") || Has($"output_blocks.{block}.{i}.in_layers.0.weight"));

    private bool Has(string name) => checkpoint.Find(name) is not null;

    private IReadOnlyList<long> Shape(string name, int rank)
    {
        var tensor = checkpoint.Find(name) ?? throw new PriorException(
            $"'{checkpoint.File}' is no whole guided-diffusion U-Net: tensor '{name}' is missing " +
            $"({checkpoint.Tensors.Count} tensors, the first is '{checkpoint.Tensors[0].Name}').");
        return tensor.Shape.Count == rank ? tensor.Shape : throw Misshapen(name, tensor.Shape, $"{rank} dimensions");
    }

    private PriorException Misshapen(string name, IReadOnlyList<long> found, string wanted) => new(
        $"'{checkpoint.File}' does not fit: tensor '{name}' has the shape [{string.Join(",", found)}] instead of {wanted}.");

    private PriorException Unusable(string why) => new($"'{checkpoint.File}' cannot be imported as guided-diffusion: {why}.");
}
