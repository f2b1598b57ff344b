using BirD.Restoration.Planning;
using BirD.Restoration.Sampling.Series;
using BirD.Restoration.Settings;

namespace BirD.Restoration.Pipeline;

/// <summary>What a picture will take at its peak, from its size and task, known before the work starts.</summary>
/// <param name="Bytes">Beside the program itself and one evaluation of its prior (docs/performance.md).</param>
/// <param name="ByRegions">Whether it is restored region by region.</param>
public readonly record struct MemoryPlan(long Bytes, bool ByRegions)
{
    /// <summary>State of a sampler with all its transforms and what the collector has not yet taken back, bytes per pixel.</summary>
    public const int StateBytesPerPixel = 180;

    /// <summary>Of a large picture as a whole: observation as float32, result as 16-bit codes, and the result again in a checkpoint. Encoding takes less, once the observation is gone.</summary>
    public const int PictureBytesPerPixel = 24;

    /// <summary>Mean and spread of several samples, or one plane more of a large picture.</summary>
    private const int SamplesBytesPerPixel = 24;

    private const long Region = (long)RegionGrid.Side * RegionGrid.Side * StateBytesPerPixel;

    /// <param name="width">Of the observation, pixels.</param>
    /// <param name="height">Of the observation, pixels.</param>
    /// <param name="settings">Task, scale and number of samples.</param>
    /// <param name="fileBytes">Of the file, which stays in memory.</param>
    public static MemoryPlan For(int width, int height, RestoreSettings settings, long fileBytes = 0)
    {
        var scale = settings.EffectiveScale;
        var pixels = (long)width * height * scale * scale;
        var several = settings.Samples is > 1;
        return settings.Sequence != true && RegionPlanner.Applies(settings.Task, settings, pixels)
            ? new MemoryPlan((pixels * (PictureBytesPerPixel + (several ? sizeof(float) : 0))) + Region + fileBytes, ByRegions: true)
            : new MemoryPlan((pixels * (StateBytesPerPixel + (several ? SamplesBytesPerPixel : 0))) + fileBytes, ByRegions: false);
    }

    /// <summary>About how many megapixels fit, for messages.</summary>
    public static long Megapixels(long bytes) => (bytes - Region) / PictureBytesPerPixel is var large and > RegionGrid.WholePixels
        ? large / 1_000_000
        : Math.Min(bytes / StateBytesPerPixel, RegionGrid.WholePixels) / 1_000_000;
}
