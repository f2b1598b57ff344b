namespace BirD.Restoration.Degradations.Missing.Detection;

/// <summary>Grey openings and closings by squares, in time independent of the square's size (van Herk 1992, Gil and Werman 1993).</summary>
internal static class SquareMorphology
{
    /// <summary>What is left of a plane once everything bright that is narrower than the square is gone.</summary>
    /// <param name="plane">H x W, row-major.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="radius">Half the square's side, pixels.</param>
    public static float[] Open(float[] plane, int height, int width, int radius) =>
        Extreme(Extreme(plane, height, width, radius, lowest: true), height, width, radius, lowest: false);

    /// <summary>The same for what is dark.</summary>
    /// <param name="plane">H x W, row-major.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="radius">Half the square's side, pixels.</param>
    public static float[] Close(float[] plane, int height, int width, int radius) =>
        Extreme(Extreme(plane, height, width, radius, lowest: false), height, width, radius, lowest: true);

    private static float[] Extreme(float[] plane, int height, int width, int radius, bool lowest)
    {
        var (rows, both) = (new float[plane.Length], new float[plane.Length]);
        Parallel.For(0, height, () => new Sweep(Math.Max(height, width), radius, lowest), (y, _, sweep) =>
        {
            sweep.Run(plane.AsSpan(y * width, width), rows.AsSpan(y * width, width), 1, width);
            return sweep;
        }, static _ => { });
        Parallel.For(0, width, () => new Sweep(Math.Max(height, width), radius, lowest), (x, _, sweep) =>
        {
            sweep.Run(rows.AsSpan(x), both.AsSpan(x), width, height);
            return sweep;
        }, static _ => { });
        return both;
    }

    /// <summary>One line: prefix extremes from the left and from the right within blocks of the square's side.</summary>
    private sealed class Sweep(int longest, int radius, bool lowest)
    {
        private readonly float[] line = new float[longest + (4 * radius) + 2];
        private readonly float[] forward = new float[longest + (4 * radius) + 2];
        private readonly float[] backward = new float[longest + (4 * radius) + 2];

        public void Run(ReadOnlySpan<float> from, Span<float> to, int stride, int count)
        {
            var (side, length) = ((2 * radius) + 1, count + (2 * radius));
            // Beyond the border nothing is brighter or darker than what is inside.
            line.AsSpan(0, length).Fill(lowest ? float.MaxValue : float.MinValue);
            for (var n = 0; n < count; n++)
            {
                line[radius + n] = from[n * stride];
            }

            for (var n = 0; n < length; n++)
            {
                forward[n] = n % side == 0 ? line[n] : Pick(forward[n - 1], line[n]);
            }

            for (var n = length - 1; n >= 0; n--)
            {
                backward[n] = n == length - 1 || n % side == side - 1 ? line[n] : Pick(backward[n + 1], line[n]);
            }

            for (var n = 0; n < count; n++)
            {
                to[n * stride] = Pick(backward[n], forward[n + side - 1]);
            }
        }

        private float Pick(float a, float b) => lowest ? Math.Min(a, b) : Math.Max(a, b);
    }
}
