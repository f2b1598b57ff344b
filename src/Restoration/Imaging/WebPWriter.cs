using NetVips;

namespace BirD.Restoration.Imaging;

/// <summary>Writes a WebP: lossless where the source is, else at high quality.</summary>
/// <remarks>Lossy WebP always halves the colour resolution; that is the format's, not ours to choose.</remarks>
internal static class WebPWriter
{
    private const int LossyQuality = 95;

    public static byte[] Write(Image image, ReadOnlySpan<byte> sourceBytes, byte[]? exif)
    {
        // Exact: colours under full transparency stay as they are.
        var webp = WebPContainer.IsLossless(sourceBytes)
            ? image.WebpsaveBuffer(lossless: true, exact: true, keep: MetadataCopy.Keep)
            : image.WebpsaveBuffer(
                q: LossyQuality, smartSubsample: true, exact: true, alphaQ: 100, keep: MetadataCopy.Keep);
        return exif is null
            ? webp
            : WebPContainer.WithExif(webp, exif, image.Width, image.Height, alpha: image.HasAlpha());
    }
}
