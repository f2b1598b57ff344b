using BirD.Restoration.Tensors;
using NetVips;

namespace BirD.Restoration.Tests.Support;

/// <summary>Pictures as JPEG files in memory.</summary>
internal static class JpegFile
{
    public static byte[] Encode(ImageTensor picture, int quality, bool halvedColour)
    {
        using var image = Image.NewFromBuffer(Png.Encode(picture));
        return image.JpegsaveBuffer(q: quality, subsampleMode: halvedColour ? Enums.ForeignSubsample.On : Enums.ForeignSubsample.Off);
    }
}
