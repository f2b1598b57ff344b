using BirD.Restoration.Imaging;

namespace BirD.Restoration.Pipeline;

/// <summary>What this process can take on; checked before the work starts, so that one scan can't bring the others down.</summary>
public sealed record WorkLimits
{
    /// <summary>
    /// Bytes per pixel at the peak of a restoration: observation, iterate, estimate, prior input and output, transforms.
    /// </summary>
    public const int BytesPerPixel = 180;

    public DecodeLimits Decode { get; init; } = new();

    /// <summary>Memory for one picture, bytes. Default: half of what the runtime says is available to this process.</summary>
    public long MemoryBytes { get; init; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2;

    /// <exception cref="PictureException">The picture needs more memory than it may take.</exception>
    public void CheckMemory(int width, int height)
    {
        var needed = (long)width * height * BytesPerPixel;
        if (needed > MemoryBytes)
        {
            throw new PictureException(
                PictureFault.TooLarge,
                FormattableString.Invariant(
                    $"{width} x {height} pixels need about {needed >> 20} MiB; the ceiling here is {MemoryBytes >> 20} MiB, about {MemoryBytes / BytesPerPixel / 1_000_000} megapixels."));
        }
    }
}
