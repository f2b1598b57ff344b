using System.Runtime.CompilerServices;
using BirD.Restoration.Tensors;
using NetVips;

namespace BirD.Restoration.Imaging;

/// <summary>Planar floats in [0,1] to interleaved integer samples, each rounded to the nearest code.</summary>
internal static class PixelWriter
{
    /// <summary>An 8 or 16 bit picture of <paramref name="pixels"/>, with <paramref name="alpha"/> as last band.</summary>
    /// <exception cref="ArgumentException">A value is not a number.</exception>
    public static Image Write(ImageTensor pixels, ImageTensor? alpha, int bitDepth)
    {
        var bands = pixels.Channels + (alpha is null ? 0 : 1);
        var samples = checked(pixels.PlaneLength * bands);
        var grey = pixels.Channels == 1;
        if (bitDepth == 16)
        {
            var wide = new ushort[samples];
            ForEachBand(pixels, alpha, (plane, band) => Gather(plane.Span, band, bands, wide));
            using var raw = Image.NewFromMemory(wide, pixels.Width, pixels.Height, bands, Enums.BandFormat.Ushort);
            return raw.Copy(interpretation: grey ? Enums.Interpretation.Grey16 : Enums.Interpretation.Rgb16);
        }

        var narrow = new byte[samples];
        ForEachBand(pixels, alpha, (plane, band) => Gather(plane.Span, band, bands, narrow));
        using var image = Image.NewFromMemory(narrow, pixels.Width, pixels.Height, bands, Enums.BandFormat.Uchar);
        return image.Copy(interpretation: grey ? Enums.Interpretation.Bw : Enums.Interpretation.Srgb);
    }

    private static void ForEachBand(ImageTensor pixels, ImageTensor? alpha, Action<ReadOnlyMemory<float>, int> gather)
    {
        for (var band = 0; band < pixels.Channels; band++)
        {
            gather(pixels.Data.AsMemory(band * pixels.PlaneLength, pixels.PlaneLength), band);
        }

        if (alpha is not null)
        {
            gather(alpha.Data, pixels.Channels);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gather(ReadOnlySpan<float> plane, int band, int bands, byte[] samples)
    {
        for (int i = 0, at = band; i < plane.Length; i++, at += bands)
        {
            samples[at] = (byte)Code(plane[i], 255f);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gather(ReadOnlySpan<float> plane, int band, int bands, ushort[] samples)
    {
        for (int i = 0, at = band; i < plane.Length; i++, at += bands)
        {
            samples[at] = (ushort)Code(plane[i], 65535f);
        }
    }

    private static int Code(float value, float max)
    {
        // A silent black pixel would be a lie about the photograph.
        if (float.IsNaN(value))
        {
            throw new ArgumentException("The result holds values that are not numbers; it is not written.");
        }

        return (int)((Math.Clamp(value, 0f, 1f) * max) + 0.5f);
    }
}
