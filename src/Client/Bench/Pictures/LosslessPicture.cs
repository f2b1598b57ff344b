using BirD.Restoration.Tensors;
using NetVips;

namespace BirD.Client.Bench.Pictures;

/// <summary>A picture in memory as an 8-bit PNG.</summary>
internal static class LosslessPicture
{
    public static byte[] Encode(ImageTensor picture)
    {
        var bytes = new byte[picture.Data.Length];
        for (var p = 0; p < picture.PlaneLength; p++)
        {
            for (var c = 0; c < picture.Channels; c++)
            {
                bytes[(p * picture.Channels) + c] = (byte)MathF.Round(Math.Clamp(picture.Data[(c * picture.PlaneLength) + p], 0, 1) * 255);
            }
        }

        using var image = Image.NewFromMemory(bytes, picture.Width, picture.Height, picture.Channels, Enums.BandFormat.Uchar);
        using var tagged = image.Copy(interpretation: picture.Channels == 1 ? Enums.Interpretation.Bw : Enums.Interpretation.Srgb);
        return tagged.PngsaveBuffer();
    }
}
