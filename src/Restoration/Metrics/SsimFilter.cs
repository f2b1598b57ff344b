namespace BirD.Restoration.Metrics;

/// <summary>Mean SSIM of two planes over all window positions that lie fully inside.</summary>
internal static class SsimFilter
{
    // Local moments that SSIM is made of: a, b, a*a, b*b, a*b.
    private const int Moments = 5;

    public static double Mean(double[] a, double[] b, int width, int height, SsimWindow window, double dataRange)
    {
        var weights = window.Weights;
        var size = weights.Length;
        if (width < size || height < size)
        {
            throw new ArgumentException($"A picture of {width} x {height} is smaller than the {size} x {size} window.");
        }

        // Rows filtered along x, the last `size` of them: memory stays a few rows, however tall the picture.
        var columns = width - size + 1;
        var ring = new double[size][];
        var sum = 0.0;
        for (var y = 0; y < height; y++)
        {
            ring[y % size] = FilterRow(a, b, y * width, columns, weights, ring[y % size]);
            if (y >= size - 1)
            {
                sum += SumOfRow(ring, y + 1, columns, window, dataRange);
            }
        }

        return sum / columns / (height - size + 1);
    }

    private static double[] FilterRow(double[] a, double[] b, int start, int columns, double[] weights, double[]? row)
    {
        row ??= new double[columns * Moments];
        for (var x = 0; x < columns; x++)
        {
            double ma = 0, mb = 0, aa = 0, bb = 0, ab = 0;
            for (var k = 0; k < weights.Length; k++)
            {
                var (w, p, q) = (weights[k], a[start + x + k], b[start + x + k]);
                ma += w * p;
                mb += w * q;
                aa += w * p * p;
                bb += w * q * q;
                ab += w * p * q;
            }

            var at = x * Moments;
            (row[at], row[at + 1], row[at + 2], row[at + 3], row[at + 4]) = (ma, mb, aa, bb, ab);
        }

        return row;
    }

    // `oldest` is the ring position (modulo its length) of the window's top row.
    private static double SumOfRow(double[][] ring, int oldest, int columns, SsimWindow window, double dataRange)
    {
        var (c1, c2) = (Square(0.01 * dataRange), Square(0.03 * dataRange));
        var (weights, factor) = (window.Weights, window.VarianceFactor);
        var sum = 0.0;
        for (var x = 0; x < columns; x++)
        {
            double ma = 0, mb = 0, aa = 0, bb = 0, ab = 0;
            var at = x * Moments;
            for (var k = 0; k < weights.Length; k++)
            {
                var (w, row) = (weights[k], ring[(oldest + k) % ring.Length]);
                ma += w * row[at];
                mb += w * row[at + 1];
                aa += w * row[at + 2];
                bb += w * row[at + 3];
                ab += w * row[at + 4];
            }

            var varianceA = factor * (aa - (ma * ma));
            var varianceB = factor * (bb - (mb * mb));
            var covariance = factor * (ab - (ma * mb));
            sum += ((2 * ma * mb) + c1) * ((2 * covariance) + c2)
                / (((ma * ma) + (mb * mb) + c1) * (varianceA + varianceB + c2));
        }

        return sum;
    }

    private static double Square(double value) => value * value;
}
