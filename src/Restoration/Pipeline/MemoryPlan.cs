using BirD.Restoration.Denoising.Tiling;
using BirD.Restoration.Sampling.Regions;

namespace BirD.Restoration.Pipeline;

/// <summary>What a picture will take at its peak, from its size and task, known before the work starts.</summary>
/// <param name="Bytes">Beside what the program takes anyway.</param>
/// <param name="ByRegions">Whether it is restored region by region.</param>
public readonly record struct MemoryPlan(long Bytes, bool ByRegions)
{
    /// <summary>State of a sampler with all its transforms and what the collector has not yet taken back, bytes per pixel.</summary>
    public const int StateBytesPerPixel = 180;

    /// <summary>Of a large picture as a whole: observation and result as float32, both files, the encoder's samples.</summary>
    public const int PictureBytesPerPixel = 36;

    /// <summary>One evaluation of a fully convolutional prior of the bundled one's width, bytes per pixel (measured: 200 to 230).</summary>
    public const int EvaluationBytesPerPixel = 230;

    private const long Tile = (long)TiledDenoiser.StandardSide * TiledDenoiser.StandardSide * EvaluationBytesPerPixel;
    private const long Region = (long)RegionGrid.Side * RegionGrid.Side * StateBytesPerPixel;

    /// <param name="width">Of the observation, pixels.</param>
    /// <param name="height">Of the observation, pixels.</param>
    /// <param name="settings">Task, scale and samples count.</param>
    public static MemoryPlan For(int width, int height, RestoreSettings settings)
    {
        var scale = settings.EffectiveScale;
        var pixels = (long)width * height * scale * scale;
        // Two arrays more for the samples' mean and spread.
        var samples = settings.Samples is > 1 ? 24 : 0;
        return settings.Sequence != true && RegionPlanner.Applies(settings.Task, settings, pixels)
            ? new MemoryPlan((pixels * (PictureBytesPerPixel + (samples / 6))) + Region + Tile, ByRegions: true)
            : new MemoryPlan((pixels * (StateBytesPerPixel + samples)) + Math.Min(pixels * EvaluationBytesPerPixel, Tile), ByRegions: false);
    }

    /// <summary>About how many megapixels fit, for messages.</summary>
    public static long Megapixels(long bytes) => bytes - Region - Tile is var left && left / PictureBytesPerPixel > RegionGrid.WholePixels
        ? left / PictureBytesPerPixel / 1_000_000
        : Math.Min(bytes / (StateBytesPerPixel + EvaluationBytesPerPixel), RegionGrid.WholePixels) / 1_000_000;
}
