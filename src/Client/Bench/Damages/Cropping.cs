using BirD.Restoration.Tensors;

namespace BirD.Client.Bench.Damages;

internal static class Cropping
{
    /// <summary>The picture without <paramref name="margin"/> pixels on each side.</summary>
    public static ImageTensor Inside(ImageTensor picture, int margin) =>
        At(picture, margin, margin, picture.Height - (2 * margin), picture.Width - (2 * margin));

    /// <summary>The middle, at most <paramref name="height"/> x <paramref name="width"/>.</summary>
    public static ImageTensor Centre(ImageTensor picture, int height, int width)
    {
        var (h, w) = (Math.Min(height, picture.Height), Math.Min(width, picture.Width));
        return At(picture, (picture.Height - h) / 2, (picture.Width - w) / 2, h, w);
    }

    private static ImageTensor At(ImageTensor picture, int y0, int x0, int height, int width)
    {
        var part = new ImageTensor(picture.Channels, height, width);
        for (var row = 0; row < picture.Channels * height; row++)
        {
            picture.Plane(row / height).Slice(((y0 + (row % height)) * picture.Width) + x0, width).CopyTo(part.Data.AsSpan(row * width));
        }

        return part;
    }
}
