using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using BirD.Restoration.Tensors;
using NetVips;

namespace BirD.Restoration.Imaging;

/// <summary>Integer samples, interleaved, to planar floats in [0,1].</summary>
internal static class PixelReader
{
    /// <summary>Name, in libvips, of the profile that CMYK is converted to.</summary>
    public const string RgbProfile = "srgb";

    private const string PressProfile = "cmyk";

    // Bytes decoded at a time: small beside the floats, large beside a row.
    private const int StripBytes = 4 << 20;

    /// <summary>Reads every pixel, so that a damaged file fails here and not later.</summary>
    /// <param name="image">8 or 16 bit, 1 to 4 bands; the last of 2 or 4 is the extra plane.</param>
    /// <param name="cmyk">The four bands are inks and are converted to RGB.</param>
    /// <exception cref="VipsException">The data end early or are damaged.</exception>
    public static (ImageTensor Pixels, ImageTensor? Alpha) Read(Image image, bool cmyk)
    {
        if (cmyk)
        {
            using var rgb = ToRgb(image);
            return Read(rgb, cmyk: false);
        }

        var (width, height, bands) = (image.Width, image.Height, image.Bands);
        var colours = bands < 3 ? 1 : 3;
        var pixels = new ImageTensor(colours, height, width);
        var alpha = bands > colours ? new ImageTensor(1, height, width) : null;
        var wide = image.Format == Enums.BandFormat.Ushort;
        var rowBytes = (long)width * bands * (wide ? 2 : 1);
        var rows = (int)Math.Clamp(StripBytes / rowBytes, 1, height);

        using var region = Region.New(image);
        for (var top = 0; top < height; top += rows)
        {
            var strip = region.Fetch(0, top, width, Math.Min(rows, height - top));
            for (var band = 0; band < bands; band++)
            {
                var plane = band < colours ? pixels.Plane(band) : alpha!.Plane(0);
                var target = plane.Slice(top * width, strip.Length / (bands * (wide ? 2 : 1)));
                if (wide)
                {
                    Spread(MemoryMarshal.Cast<byte, ushort>(strip), band, bands, target);
                }
                else
                {
                    Spread(strip, band, bands, target);
                }
            }
        }

        return (pixels, alpha);
    }

    // Through the embedded profile; one that fits a common press stands in where there is none.
    private static Image ToRgb(Image inks) => inks.IccTransform(
        RgbProfile, embedded: true, inputProfile: PressProfile, pcs: Enums.PCS.Lab, intent: Enums.Intent.Relative,
        blackPointCompensation: true, depth: inks.Format == Enums.BandFormat.Ushort ? 16 : 8);

    // Optimised from the first call on: a decode process that has just started would be through before it were found to be hot.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Spread(ReadOnlySpan<byte> samples, int band, int bands, Span<float> target)
    {
        for (int i = 0, at = band; i < target.Length; i++, at += bands)
        {
            target[i] = samples[at] / 255f;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Spread(ReadOnlySpan<ushort> samples, int band, int bands, Span<float> target)
    {
        for (int i = 0, at = band; i < target.Length; i++, at += bands)
        {
            target[i] = samples[at] / 65535f;
        }
    }
}
