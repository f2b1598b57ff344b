using BirD.Restoration.Tensors;

namespace BirD.Restoration.Sampling.Robust;

/// <summary>Keeps large areas of a result as light and as coloured as the observation says they are.</summary>
/// <remarks>
/// Noise averages out over an area, so the observation knows its mean far better than any prior does. Where the re-degraded
/// result differs by more than noise explains, the prior has drifted, and the difference is put back. Where it doesn't, nothing
/// is touched: a prior that behaves pays nothing.
/// </remarks>
internal static class LowFrequencyLock
{
    /// <summary>Side of an area, pixels of the observation: no blur or noise that a picture can be restored from reaches so far.</summary>
    private const int Side = 64;

    /// <summary>Standard deviations of an area's mean that count as noise.</summary>
    private const double Tolerance = 3;

    /// <summary>Nearer to black or white than this, standard deviations of the noise, the observation is clipped and its mean is not the scene's.</summary>
    private const double Clipping = 2;

    /// <summary>Puts back what has drifted.</summary>
    /// <param name="result">[0,1], as high and wide as <paramref name="residual"/> or a whole number of times that; changed.</param>
    /// <param name="observation">[0,1].</param>
    /// <param name="residual">Observation minus the re-degraded result.</param>
    /// <param name="noise">Standard deviation of the observation's noise, [0,1] units.</param>
    public static void Hold(ImageTensor result, ImageTensor observation, ImageTensor residual, double noise)
    {
        var (rows, columns) = (Areas(residual.Height), Areas(residual.Width));
        var drift = new float[rows * columns];
        for (var c = 0; c < residual.Channels; c++)
        {
            var drifted = false;
            for (var n = 0; n < drift.Length; n++)
            {
                drift[n] = DriftOf(residual, observation, c, Part(n / columns, rows, residual.Height), Part(n % columns, columns, residual.Width), noise);
                drifted |= drift[n] != 0;
            }

            if (drifted)
            {
                Add(result.Plane(c), result.Width, drift, rows, columns);
            }
        }
    }

    private static int Areas(int length) => Math.Max(1, (length + (Side / 2)) / Side);

    private static Range Part(int n, int parts, int length) => (n * length / parts)..((n + 1) * length / parts);

    private static float DriftOf(ImageTensor residual, ImageTensor observation, int channel, Range vertical, Range horizontal, double noise)
    {
        var (difference, light, count) = (0.0, 0.0, 0);
        for (var y = vertical.Start.Value; y < vertical.End.Value; y++)
        {
            var row = y * residual.Width;
            foreach (var v in residual.Plane(channel)[row..(row + residual.Width)][horizontal])
            {
                difference += v;
            }

            foreach (var v in observation.Plane(channel)[row..(row + residual.Width)][horizontal])
            {
                light += v;
            }

            count += horizontal.End.Value - horizontal.Start.Value;
        }

        (difference, light) = (difference / count, light / count);
        var excess = Math.Abs(difference) - (Tolerance * noise / Math.Sqrt(count));
        return excess > 0 && light > Clipping * noise && light < 1 - (Clipping * noise) ? (float)(Math.Sign(difference) * excess) : 0;
    }

    /// <summary>Straight lines between the middles of the areas, so that their borders don't show.</summary>
    private static void Add(Span<float> plane, int width, float[] drift, int rows, int columns)
    {
        var height = plane.Length / width;
        for (var y = 0; y < height; y++)
        {
            var (top, down) = Between(y, height, rows);
            for (var x = 0; x < width; x++)
            {
                var (left, right) = Between(x, width, columns);
                plane[(y * width) + x] += Mix(
                    Mix(At(top, left), At(top, left + 1), right), Mix(At(top + 1, left), At(top + 1, left + 1), right), down);
            }
        }

        float At(int row, int column) => drift[(Math.Min(row, rows - 1) * columns) + Math.Min(column, columns - 1)];
    }

    /// <summary>The area whose middle lies before a pixel, and how far on the way to the next one's it is.</summary>
    private static (int Area, float Way) Between(int at, int length, int areas)
    {
        var place = Math.Clamp((((at + 0.5f) * areas) / length) - 0.5f, 0, areas - 1);
        return ((int)place, place - (int)place);
    }

    private static float Mix(float a, float b, float way) => a + (way * (b - a));
}
