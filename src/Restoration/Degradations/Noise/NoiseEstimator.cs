using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Noise;

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

    /// <summary>Behind scattered holes blocks are larger, so that enough whole neighbourhoods are left in them.</summary>
    private const int BlockBehindHoles = 4 * Block;

    /// <summary>Share of missing pixels from which on small blocks have too few whole neighbourhoods.</summary>
    private const double ManyHoles = 0.03;

    /// <summary>A block with a larger share of clipped pixels than this says nothing about the noise.</summary>
    private const double MaxClipped = 0.05;

    /// <summary>Filter responses that are enough to judge a block.</summary>
    private const int LeastResponses = Block * Block / 2;

    /// <param name="picture">[0,1].</param>
    /// <param name="known">Which pixels were observed: a filter response that needs another one does not count; null when all were.</param>
    /// <returns>Mean over the channels, [0,1] units; 0 when no block can be judged.</returns>
    public static double Estimate(ImageTensor picture, KnownPixels? known = null)
    {
        var block = known is { MissingShare: > ManyHoles } && Math.Min(picture.Height, picture.Width) > 2 * BlockBehindHoles ? BlockBehindHoles : Block;
        if (picture.Height < block + 2 || picture.Width < block + 2)
        {
            return 0;
        }

        var sum = 0.0;
        for (var c = 0; c < picture.Channels; c++)
        {
            sum += Channel(picture, c, block, known);
        }

        return sum / picture.Channels;
    }

    private static double Channel(ImageTensor picture, int c, int block, KnownPixels? known)
    {
        var (rows, columns) = ((picture.Height - 2) / block, (picture.Width - 2) / block);
        var deviations = new double[rows * columns];
        Parallel.For(0, rows, by =>
        {
            for (var bx = 0; bx < columns; bx++)
            {
                deviations[(by * columns) + bx] = BlockDeviation(picture.Plane(c), picture.Width, (by * block) + 1, (bx * block) + 1, block, known);
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

    private static double BlockDeviation(ReadOnlySpan<float> plane, int width, int y0, int x0, int block, KnownPixels? known)
    {
        var square = 0.0;
        var (clipped, responses) = (0, 0);
        for (var y = y0; y < y0 + block; y++)
        {
            var up = plane[((y - 1) * width)..];
            var here = plane[(y * width)..];
            var down = plane[((y + 1) * width)..];
            for (var x = x0; x < x0 + block; x++)
            {
                if (known is not null && !IsWhole(known, y, x))
                {
                    continue;
                }

                responses++;
                clipped += here[x] is <= 0.002f or >= 0.998f ? 1 : 0;
                var response = up[x - 1] + up[x + 1] + down[x - 1] + down[x + 1] + (4 * here[x])
                    - (2 * (up[x] + down[x] + here[x - 1] + here[x + 1]));
                square += response * response;
            }
        }

        return responses < LeastResponses || clipped > MaxClipped * responses ? double.NaN : Math.Sqrt(square / responses) / 6;
    }

    /// <summary>All nine pixels of the filter were observed.</summary>
    private static bool IsWhole(KnownPixels known, int y, int x)
    {
        for (var n = 0; n < 9; n++)
        {
            if (!known.IsKnown(((y + (n / 3) - 1) * known.Width) + x + (n % 3) - 1))
            {
                return false;
            }
        }

        return true;
    }
}
