using BirD.Restoration.Tensors;
using NetVips;

namespace BirD.Restoration.Imaging;

/// <summary>The spread of several samples as a grey picture: black where they agree, white where each invented something else.</summary>
public static class UncertaintyMap
{
    /// <summary>Standard deviation that is drawn white, [0,1] units; above it everything is white.</summary>
    public const double FullScale = 0.1;

    /// <summary>8-bit grey PNG.</summary>
    /// <param name="deviation">One plane, [0,1] units.</param>
    public static byte[] Encode(ImageTensor deviation)
    {
        var codes = new byte[deviation.PlaneLength];
        for (var p = 0; p < codes.Length; p++)
        {
            codes[p] = (byte)Math.Round(255 * Math.Min(deviation.Data[p] / FullScale, 1));
        }

        using var image = Image.NewFromMemory(codes, deviation.Width, deviation.Height, 1, Enums.BandFormat.Uchar);
        using var grey = image.Copy(interpretation: Enums.Interpretation.Bw);
        return grey.PngsaveBuffer();
    }
}
