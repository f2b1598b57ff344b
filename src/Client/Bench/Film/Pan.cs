using BirD.Client.Bench.Damages;
using BirD.Restoration.Tensors;

namespace BirD.Client.Bench.Film;

/// <summary>A camera that pans over a still picture, with known motion: at half the picture's size, by 2.5 and 0.5 pixels a frame.</summary>
/// <remarks>Over two frames the motion is whole pixels, so warping errors are measured without interpolation.</remarks>
internal static class Pan
{
    /// <summary>Motion between frames n and n + 2, pixels.</summary>
    public const int DownInTwo = 1;
    public const int RightInTwo = 5;

    private const double Flicker = 0.04;
    private const double Grain = 15.0 / 255;

    /// <param name="picture">Clean, [0,1].</param>
    /// <param name="frames">How many.</param>
    public static IReadOnlyList<ImageTensor> Over(ImageTensor picture, int frames)
    {
        var (height, width) = ((picture.Height - (frames * DownInTwo)) / 2, (picture.Width - (frames * RightInTwo)) / 2);
        return [.. Enumerable.Range(0, frames).Select(n => Halved(picture, n * DownInTwo, n * RightInTwo, height, width))];
    }

    /// <summary>As a projector with a worn film would show it: light that jumps by some percent, and grain.</summary>
    /// <param name="clean">[0,1].</param>
    /// <param name="index">Number of the frame in all sequences, for light and grain of its own.</param>
    public static ImageTensor Worn(ImageTensor clean, int index)
    {
        var worn = clean.Clone();
        var light = 1 + (Flicker * ((2 * Recording.RandomFor("film", index).NextDouble()) - 1));
        System.Numerics.Tensors.TensorPrimitives.Multiply(worn.Data, (float)light, worn.Data);
        return Recording.Record(worn, Grain, index);
    }

    private static ImageTensor Halved(ImageTensor picture, int top, int left, int height, int width)
    {
        var frame = new ImageTensor(picture.Channels, height, width);
        for (var n = 0; n < frame.Data.Length; n++)
        {
            var plane = picture.Plane(n / frame.PlaneLength);
            var at = ((top + (n % frame.PlaneLength / width * 2)) * picture.Width) + left + (n % width * 2);
            frame.Data[n] = (plane[at] + plane[at + 1] + plane[at + picture.Width] + plane[at + picture.Width + 1]) / 4;
        }

        return frame;
    }
}
