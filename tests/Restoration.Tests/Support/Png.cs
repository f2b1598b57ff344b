using BirD.Restoration.Tensors;
using NetVips;

namespace BirD.Restoration.Tests.Support;

/// <summary>Pictures as 8-bit PNG files in memory.</summary>
internal static class Png
{
    /// <param name="picture">1 or 3 channels, [0,1].</param>
    /// <param name="extra">A further plane, read back as opacity.</param>
    public static byte[] Encode(ImageTensor picture, ImageTensor? extra = null)
    {
        var bands = picture.Channels + (extra is null ? 0 : 1);
        var bytes = new byte[picture.PlaneLength * bands];
        for (var n = 0; n < bytes.Length; n++)
        {
            var (p, c) = (n / bands, n % bands);
            var value = c < picture.Channels ? picture.Data[(c * picture.PlaneLength) + p] : extra!.Data[p];
            bytes[n] = (byte)MathF.Round(Math.Clamp(value, 0, 1) * 255);
        }

        using var image = Image.NewFromMemory(bytes, picture.Width, picture.Height, bands, Enums.BandFormat.Uchar);
        using var tagged = image.Copy(interpretation: picture.Channels == 1 ? Enums.Interpretation.Bw : Enums.Interpretation.Srgb);
        return tagged.PngsaveBuffer();
    }
}
