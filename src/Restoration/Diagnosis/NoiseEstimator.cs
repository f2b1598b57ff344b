using BirD.Restoration.Tensors;

namespace BirD.Restoration.Diagnosis;

/// <summary>Standard deviation of white noise from the picture alone: what is left in its flattest places.</summary>
/// <remarks>
/// A second-difference filter that cancels constants, slopes and straight edges (Immerkaer 1996, mask 1 -2 1 / -2 4 -2 /
/// 1 -2 1, gain 6) is measured per block; texture only ever adds, so a low percentile of the blocks is taken. Blocks
/// that are partly black or white are left out, because clipping hides their noise.
/// </remarks>
public static class NoiseEstimator
{
    private const int Block = 16;
    private const double Percentile = 0.02;

    /// <summary>A block with more clipped pixels than this says nothing about the noise.</summary>
    private const int MaxClipped = Block * Block / 20;

    /// <summary>Mean over the channels, [0,1] units; 0 when no block can be judged.</summary>
    public static double Estimate(ImageTensor picture)
    {
        if (picture.Height < Block + 2 || picture.Width < Block + 2)
        {
            return 0;
        }

        var sum = 0.0;
        for (var c = 0; c < picture.Channels; c++)
        {
            sum += Channel(picture, c);
        }

        return sum / picture.Channels;
    }

    private static double Channel(ImageTensor picture, int c)
    {
        var (rows, columns) = ((picture.Height - 2) / Block, (picture.Width - 2) / Block);
        var deviations = new double[rows * columns];
        Parallel.For(0, rows, by =>
        {
            for (var bx = 0; bx < columns; bx++)
            {
                deviations[(by * columns) + bx] = BlockDeviation(picture.Plane(c), picture.Width, (by * Block) + 1, (bx * Block) + 1);
            }
        });
        var usable = deviations.Where(d => !double.IsNaN(d)).Order().ToArray();
        if (usable.Length == 0)
        {
            return 0;
        }

        // White noise spreads the blocks' deviations by 8.6 % (measured; the filter correlates its responses), and the
        // second percentile of a normal spread lies 2.05 deviations below the centre.
        const double bias = 1 - (2.05 * 0.086);
        return usable[(int)(Percentile * (usable.Length - 1))] / bias;
    }

    private static double BlockDeviation(ReadOnlySpan<float> plane, int width, int y0, int x0)
    {
        var square = 0.0;
        var clipped = 0;
        for (var y = y0; y < y0 + Block; y++)
        {
            var up = plane[((y - 1) * width)..];
            var here = plane[(y * width)..];
            var down = plane[((y + 1) * width)..];
            for (var x = x0; x < x0 + Block; x++)
            {
                clipped += here[x] is <= 0.002f or >= 0.998f ? 1 : 0;
                var response = up[x - 1] + up[x + 1] + down[x - 1] + down[x + 1] + (4 * here[x])
                    - (2 * (up[x] + down[x] + here[x - 1] + here[x + 1]));
                square += response * response;
            }
        }

        return clipped > MaxClipped ? double.NaN : Math.Sqrt(square / (Block * Block)) / 6;
    }
}
