using BirD.Client.Bench.Pictures;
using BirD.Restoration.Imaging;
using BirD.Restoration.Imaging.Faults;
using BirD.Restoration.Imaging.Isolation;
using BirD.Restoration.Tensors;

namespace BirD.Client.Doctor;

/// <summary>Decodes a small picture in a helper process, as every run does.</summary>
internal static class DecodeCheck
{
    public static Finding Run()
    {
        using var codec = new IsolatedImageCodec(DecodeHelperOptions.For("bird"));
        try
        {
            codec.Decode(LosslessPicture.Encode(new ImageTensor(3, 8, 8)), new DecodeLimits());
            return new Finding("decode", Finding.Ok, "pictures are decoded in a process of their own");
        }
        catch (Exception e) when (e is IOException or PictureException)
        {
            return new Finding("decode", Finding.Fail, e.Message, "Build bird again; if it stays, this system doesn't let it start its own program.");
        }
    }
}
