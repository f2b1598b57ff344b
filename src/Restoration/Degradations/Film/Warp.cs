using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Film;

/// <summary>Brings another frame's content to where a frame has it.</summary>
internal static class Warp
{
    /// <param name="other">The frame to fetch from, any range.</param>
    /// <param name="motion">Where its places are.</param>
    /// <param name="inside">H x W: false where the place lies outside of <paramref name="other"/>.</param>
    /// <returns>By Catmull-Rom interpolation: bilinear would blur, and the mean of blurred frames is blurred.</returns>
    public static ImageTensor Fetch(ImageTensor other, MotionField motion, out bool[] inside)
    {
        var (height, width) = (other.Height, other.Width);
        var (fetched, seen) = (new ImageTensor(other.Channels, height, width), new bool[height * width]);
        Parallel.For(0, height, y =>
        {
            Span<float> across = stackalloc float[4];
            Span<float> down = stackalloc float[4];
            for (var x = 0; x < width; x++)
            {
                var place = motion.At(x, y);
                var (px, py) = (x + place.X, y + place.Y);
                var (x0, y0) = ((int)MathF.Floor(px), (int)MathF.Floor(py));
                seen[(y * width) + x] = px >= -0.5f && py >= -0.5f && px <= width - 0.5f && py <= height - 0.5f;
                CatmullRom(px - x0, across);
                CatmullRom(py - y0, down);
                for (var c = 0; c < other.Channels; c++)
                {
                    fetched.Data[(((c * height) + y) * width) + x] = Sample(other.Plane(c), height, width, x0, y0, across, down);
                }
            }
        });
        inside = seen;
        return fetched;
    }

    private static float Sample(ReadOnlySpan<float> plane, int height, int width, int x0, int y0, ReadOnlySpan<float> across, ReadOnlySpan<float> down)
    {
        var sum = 0f;
        for (var j = 0; j < 4; j++)
        {
            var row = Math.Clamp(y0 + j - 1, 0, height - 1) * width;
            var line = 0f;
            for (var i = 0; i < 4; i++)
            {
                line += across[i] * plane[row + Math.Clamp(x0 + i - 1, 0, width - 1)];
            }

            sum += down[j] * line;
        }

        return sum;
    }

    private static void CatmullRom(float t, Span<float> weights)
    {
        weights[0] = t * (-0.5f + (t * (1 - (0.5f * t))));
        weights[1] = 1 + (t * t * (-2.5f + (1.5f * t)));
        weights[2] = t * (0.5f + (t * (2 - (1.5f * t))));
        weights[3] = t * t * (-0.5f + (0.5f * t));
    }
}
