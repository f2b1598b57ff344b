using System.Globalization;
using BirD.Restoration.Imaging;
using BirD.Restoration.Imaging.Faults;

namespace BirD.Restoration.Pipeline;

/// <summary>Whether a result will fit into its file format: known before the work, not after it.</summary>
internal static class ResultSize
{
    // Sides in pixels: libjpeg's JPEG_MAX_DIMENSION (jmorecfg.h), WebP's WEBP_MAX_DIMENSION (encode.h), libaom's limit of AV1 (2^16).
    private static readonly Dictionary<string, int> Largest = new(StringComparer.Ordinal) { ["jpeg"] = 65_500, ["webp"] = 16_383, ["avif"] = 65_536 };

    /// <param name="format">As in <see cref="DecodedImage.Format"/>.</param>
    /// <param name="width">Of the result, pixels.</param>
    /// <param name="height">Of the result, pixels.</param>
    /// <exception cref="PictureException">TooLarge, with what to do.</exception>
    public static void Require(string format, long width, long height)
    {
        if (Largest.TryGetValue(format, out var side) && Math.Max(width, height) > side)
        {
            throw new PictureException(PictureFault.TooLarge, string.Create(
                CultureInfo.InvariantCulture,
                $"The result would have {width} x {height} pixels, and a {format} file holds at most {side} a side. Convert the original to TIFF first, or give a smaller --scale."));
        }
    }
}
