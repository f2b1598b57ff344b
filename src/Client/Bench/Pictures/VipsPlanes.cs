using BirD.Restoration.Tensors;
using NetVips;

namespace BirD.Client.Bench.Pictures;

/// <summary>Float pictures through libvips and back.</summary>
internal static class VipsPlanes
{
    /// <summary>Lanczos 3 down, Catmull-Rom (bicubic) up.</summary>
    public static ImageTensor Resize(ImageTensor picture, int height, int width)
    {
        var resized = new ImageTensor(picture.Channels, height, width);
        for (var c = 0; c < picture.Channels; c++)
        {
            using var plane = Image.NewFromMemory(picture.Plane(c).ToArray(), picture.Width, picture.Height, 1, Enums.BandFormat.Float);
            using var scaled = plane.Resize(
                (double)width / picture.Width, vscale: (double)height / picture.Height,
                kernel: width < picture.Width ? Enums.Kernel.Lanczos3 : Enums.Kernel.Cubic);
            using var framed = scaled.Gravity(Enums.CompassDirection.NorthWest, width, height, Enums.Extend.Copy);
            framed.WriteToMemory<float>().CopyTo(resized.Plane(c));
        }

        return resized;
    }

    /// <summary>Every pixel as a square of <paramref name="factor"/> pixels.</summary>
    public static ImageTensor Enlarge(ImageTensor picture, int factor)
    {
        var large = new ImageTensor(picture.Channels, picture.Height * factor, picture.Width * factor);
        for (var n = 0; n < large.Data.Length; n++)
        {
            var (row, column) = (n / large.Width, n % large.Width);
            large.Data[n] = picture.Data[(row / factor * picture.Width) + (column / factor)];
        }

        return large;
    }
}
