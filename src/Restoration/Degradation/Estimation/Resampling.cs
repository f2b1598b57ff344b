using BirD.Restoration.Tensors;
using NetVips;

namespace BirD.Restoration.Degradation.Estimation;

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
        using var resized = image.Resize((double)width / grey.Width, vscale: (double)height / grey.Height);
        // Rounding inside the library may miss by a pixel; the frame is what the caller counts on.
        using var framed = resized.Gravity(Enums.CompassDirection.NorthWest, width, height, Enums.Extend.Copy);
        return new ImageTensor(1, height, width, framed.WriteToMemory<float>());
    }
}
