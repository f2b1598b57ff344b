using BirD.Restoration.Tensors;
using NetVips;

namespace BirD.Restoration.Imaging;

/// <summary>The mask of marks that were found as a picture like those that users give: white is missing, black is intact.</summary>
public static class FoundMask
{
    /// <summary>8-bit grey PNG.</summary>
    /// <param name="missing">One plane, 1 where a mark is and 0 elsewhere.</param>
    public static byte[] Encode(ImageTensor missing)
    {
        var codes = new byte[missing.PlaneLength];
        for (var n = 0; n < codes.Length; n++)
        {
            codes[n] = missing.Data[n] > 0.5f ? byte.MaxValue : (byte)0;
        }

        using var image = Image.NewFromMemory(codes, missing.Width, missing.Height, 1, Enums.BandFormat.Uchar);
        using var grey = image.Copy(interpretation: Enums.Interpretation.Bw);
        return grey.PngsaveBuffer();
    }
}
