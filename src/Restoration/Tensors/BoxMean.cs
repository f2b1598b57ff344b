namespace BirD.Restoration.Tensors;

/// <summary>Mean over a square around each pixel, cut at the borders, in time independent of the square's size.</summary>
internal static class BoxMean
{
    /// <param name="plane">H x W, row-major.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="radius">Half the side, pixels.</param>
    public static float[] Apply(ReadOnlySpan<float> plane, int height, int width, int radius)
    {
        var sums = new double[(height + 1) * (width + 1)];
        for (var y = 0; y < height; y++)
        {
            var row = 0.0;
            for (var x = 0; x < width; x++)
            {
                row += plane[(y * width) + x];
                sums[((y + 1) * (width + 1)) + x + 1] = sums[(y * (width + 1)) + x + 1] + row;
            }
        }

        var mean = new float[height * width];
        for (var n = 0; n < mean.Length; n++)
        {
            var (y0, y1) = (Math.Max(0, (n / width) - radius), Math.Min(height, (n / width) + radius + 1));
            var (x0, x1) = (Math.Max(0, (n % width) - radius), Math.Min(width, (n % width) + radius + 1));
            var sum = sums[(y1 * (width + 1)) + x1] - sums[(y0 * (width + 1)) + x1] - sums[(y1 * (width + 1)) + x0] + sums[(y0 * (width + 1)) + x0];
            mean[n] = (float)(sum / ((y1 - y0) * (x1 - x0)));
        }

        return mean;
    }
}
