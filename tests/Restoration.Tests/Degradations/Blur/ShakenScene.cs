using BirD.Restoration.Tensors;

namespace BirD.Restoration.Tests.Degradations.Blur;

/// <summary>A scene of boxes as a shaking camera sees it: by valid convolution of a larger one, so that light comes in from outside, with a little noise.</summary>
internal static class ShakenScene
{
    /// <summary>Side of the frames of the paths here, pixels.</summary>
    public const int Side = 21;

    /// <summary>Down, then off to the right, slower at the end.</summary>
    public static float[] BentPath()
    {
        var path = new float[Side * Side];
        for (var n = 0; n < 12; n++)
        {
            var (y, x) = n < 6 ? (5 + n, 7) : (10 + ((n - 6) / 3), 2 + n);
            path[(y * Side) + x] += 1 + (n / 6);
        }

        return Scaled(path);
    }

    /// <summary>Once around within some pixels, and off: as wide as a soft lens, and none.</summary>
    public static float[] Loop()
    {
        var path = new float[Side * Side];
        for (var n = 0; n < 120; n++)
        {
            var (y, x) = n < 90
                ? (10 + (3 * Math.Sin(n * Math.PI / 40)), 10 + (2 * Math.Cos(n * Math.PI / 40)))
                : (12.1 + ((n - 90) / 15.0), 11.4 - ((n - 90) / 8.0));
            path[((int)Math.Round(y) * Side) + (int)Math.Round(x)] += 1;
        }

        return Scaled(path);
    }

    /// <param name="path">Side x Side, sum 1.</param>
    /// <param name="side">Of the picture, pixels.</param>
    public static ImageTensor Of(float[] path, int side)
    {
        var (wide, random) = (side + Side - 1, new Random(5));
        var scene = new float[wide * wide];
        scene.AsSpan().Fill(0.5f);
        for (var box = 0; box < 150; box++)
        {
            var (y0, x0, height, width, shade) = (random.Next(wide), random.Next(wide), random.Next(6, 40), random.Next(6, 40), (float)random.NextDouble());
            for (var n = 0; n < height * width; n++)
            {
                var (y, x) = (y0 + (n / width), x0 + (n % width));
                if (y < wide && x < wide)
                {
                    scene[(y * wide) + x] = 0.1f + (0.8f * shade);
                }
            }
        }

        var shaken = new ImageTensor(1, side, side);
        Parallel.For(0, side * side, n =>
        {
            for (var d = 0; d < path.Length; d++)
            {
                shaken.Data[n] += path[d] * scene[(((n / side) + Side - 1 - (d / Side)) * wide) + (n % side) + Side - 1 - (d % Side)];
            }
        });
        for (var n = 0; n < shaken.Data.Length; n++)
        {
            shaken.Data[n] += (float)((random.NextDouble() - 0.5) / 255);
        }

        return shaken;
    }

    private static float[] Scaled(float[] path)
    {
        var sum = path.Sum();
        return [.. path.Select(w => w / sum)];
    }
}
