using BirD.Client.Bench.Pictures;
using BirD.Client.Looks;
using BirD.Restoration.Imaging;
using BirD.Restoration.Tensors;

namespace BirD.Client.Provenance;

/// <summary>Small pictures as data addresses, for the report.</summary>
internal static class Thumbnail
{
    private const int Side = 280;

    /// <summary>Null when the file is gone or can't be read any more: the report then does without.</summary>
    public static string? OfFile(SmallPicture look, string path) => look.Read(path, Side) is { } picture ? Address("jpeg", Preview.Encode(picture, Side)) : null;

    /// <summary>The kernel as a grey picture, its largest value white; colour channels beside each other when they differ.</summary>
    public static string OfKernel(KernelView kernel)
    {
        var shared = kernel.Channels.All(channel => channel.AsSpan().SequenceEqual(kernel.Channels[0]));
        var top = kernel.Channels.Max(channel => channel.Max());
        var picture = new ImageTensor(shared ? 1 : 3, kernel.Size, kernel.Size);
        for (var c = 0; c < picture.Channels; c++)
        {
            var plane = picture.Plane(c);
            for (var p = 0; p < plane.Length; p++)
            {
                plane[p] = top > 0 ? Math.Clamp(kernel.Channels[c][p] / top, 0, 1) : 0;
            }
        }

        return Address("png", LosslessPicture.Encode(picture));
    }

    private static string Address(string type, byte[] bytes) => $"data:image/{type};base64,{Convert.ToBase64String(bytes)}";
}
