using BirD.Restoration.Tensors;
using NetVips;

namespace BirD.Restoration.Degradations.Blur.Estimation;

/// <summary>Resizing of float planes for the pyramid, by libvips (Lanczos down, cubic up).</summary>
internal static class Resampling
{
    public static ImageTensor Scale(ImageTensor grey, double scale) =>
        To(grey, Math.Max(8, (int)Math.Round(grey.Height * scale)), Math.Max(8, (int)Math.Round(grey.Width * scale)));

    public static ImageTensor To(ImageTensor grey, int height, int width)
    {
        if (height == grey.Height && width == grey.Width)
        {
            return grey;
        }

        using var image = Image.NewFromMemory(grey.Data, grey.Width, grey.Height, 1, Enums.BandFormat.Float);
        using var resized = width > grey.Width ? Enlarged(image, height, width) : image.Resize((double)width / grey.Width, vscale: (double)height / grey.Height);
        // Rounding inside the library may miss by a pixel; the frame is what the caller counts on.
        using var framed = resized.Gravity(Enums.CompassDirection.NorthWest, width, height, Enums.Extend.Copy);
        return new ImageTensor(1, height, width, framed.WriteToMemory<float>());
    }

    /// <summary>By hand, because the library's own enlargement is off by up to a third of a pixel, which a kernel would take over.</summary>
    private static Image Enlarged(Image image, int height, int width)
    {
        var (sy, sx) = ((double)height / image.Height, (double)width / image.Width);
        using var interpolate = Interpolate.NewFromName("bicubic");
        return image.Affine(
            [sx, 0, 0, sy], interpolate: interpolate, oarea: [0, 0, width, height], idx: 0.5 - (0.5 / sx), idy: 0.5 - (0.5 / sy), extend: Enums.Extend.Copy);
    }
}
