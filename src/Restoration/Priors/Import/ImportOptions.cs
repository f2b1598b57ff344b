namespace BirD.Restoration.Priors.Import;

/// <summary>What an import cannot read from the checkpoint, or is told to do differently.</summary>
public sealed record ImportOptions
{
    public ImportPrecision Precision { get; init; } = ImportPrecision.Float32;

    /// <summary>Channels of one attention head (num_head_channels); null takes 64 for models of width 256 and up, else asks.</summary>
    public int? HeadChannels { get; init; }

    public AttentionOrder AttentionOrder { get; init; } = AttentionOrder.Legacy;

    /// <summary>The prior's name; null takes the checkpoint's, or the published name of a known checkpoint.</summary>
    public string? Name { get; init; }

    public string Version { get; init; } = "1";

    /// <summary>Licence of the weights; null takes the note for a known checkpoint, else says that it is unknown.</summary>
    public string? Licence { get; init; }

    /// <summary>Refuses a checkpoint with another SHA-256 (hexadecimal).</summary>
    public string? ExpectedSha256 { get; init; }

    /// <summary>The only side length to run at, pixels; null takes that of a known checkpoint, else any.</summary>
    public int? NativeSize { get; init; }

    /// <summary>Overlap between tiles, pixels.</summary>
    public int TileOverlap { get; init; } = 64;

    public int ScheduleSteps { get; init; } = 1000;

    public double BetaStart { get; init; } = 1e-4;

    public double BetaEnd { get; init; } = 0.02;

    /// <summary>More weight bytes than this go to a second file (name.onnx.data). Protobuf ends at 2 GiB.</summary>
    public long ExternalDataThreshold { get; init; } = 1L << 30;

    /// <exception cref="PriorException">The model would break the prior contract; the message names the option.</exception>
    internal void Check(GuidedDiffusionConfig config)
    {
        if (NativeSize is { } side && (side < 8 || side % config.SizeMultiple != 0))
        {
            throw new PriorException($"The native size {side} is no multiple of {config.SizeMultiple}, which this network needs. Give the side length it was trained at.");
        }

        if (TileOverlap is < 0 or > 4096)
        {
            throw new PriorException($"The tile overlap must lie between 0 and 4096 pixels, not {TileOverlap}.");
        }
    }
}

/// <summary>How far an import is.</summary>
/// <param name="Stage">What is being done.</param>
/// <param name="BytesDone">Weight bytes written.</param>
/// <param name="BytesTotal">Weight bytes in all; 0 while that is not known.</param>
public sealed record ImportProgress(ImportStage Stage, long BytesDone, long BytesTotal);

public enum ImportStage
{
    Hashing = 0,
    Writing = 1,
    Finishing = 2,
}

/// <summary>What was imported.</summary>
/// <param name="Config">The architecture that was found.</param>
/// <param name="SourceSha256">SHA-256 of the checkpoint, lower-case hexadecimal.</param>
/// <param name="TensorCount">Tensors converted.</param>
/// <param name="ParameterCount">Numbers in them.</param>
/// <param name="Files">The model and, where there is one, its weight file.</param>
public sealed record ImportResult(
    GuidedDiffusionConfig Config, string SourceSha256, int TensorCount, long ParameterCount, IReadOnlyList<string> Files);
