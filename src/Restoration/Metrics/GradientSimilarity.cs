using BirD.Restoration.Tensors;

namespace BirD.Restoration.Metrics;

/// <summary>
/// Multi-scale gradient magnitude similarity deviation, 0 for equal pictures, up to about 0.35: our stand-in for a learned
/// perceptual distance, for which no weights with a fitting licence are at hand.
/// </summary>
/// <remarks>
/// Per scale: Prewitt gradient magnitudes of the luma, similarity (2ab + c) / (a^2 + b^2 + c) at every pixel, pooled by its
/// standard deviation (Xue, Zhang, Mou, Bovik 2014); four scales by 2 x 2 means with the weights of Zhang, Sun, Wang and
/// Zhang 2017. It follows what eyes mind (edges lost, invented or doubled) more than PSNR does, and knows no semantics.
/// </remarks>
public static class GradientSimilarity
{
    private const double C = 0.0026;
    private static readonly double[] Weights = [0.096, 0.596, 0.289, 0.019];

    /// <param name="a">[0,1], 1 or 3 channels.</param>
    /// <param name="b">The same shape.</param>
    public static double Deviation(ImageTensor a, ImageTensor b)
    {
        var (x, y) = (Plane.Of(a), Plane.Of(b));
        var sum = 0.0;
        foreach (var weight in Weights)
        {
            if (Math.Min(x.Height, x.Width) < 4)
            {
                break;
            }

            sum += weight * Variance(x.Gradient(), y.Gradient());
            (x, y) = (x.Half(), y.Half());
        }

        return Math.Sqrt(sum);
    }

    private static double Variance(double[] a, double[] b)
    {
        var (sum, square) = (0.0, 0.0);
        for (var n = 0; n < a.Length; n++)
        {
            var similarity = ((2 * a[n] * b[n]) + C) / ((a[n] * a[n]) + (b[n] * b[n]) + C);
            (sum, square) = (sum + similarity, square + (similarity * similarity));
        }

        var mean = sum / a.Length;
        return Math.Max((square / a.Length) - (mean * mean), 0);
    }

    private sealed record Plane(int Height, int Width, double[] Data)
    {
        public static Plane Of(ImageTensor picture) =>
            new(picture.Height, picture.Width, picture.Channels == 1 ? Doubles.From(picture.Data) : Doubles.Luma(picture));

        public Plane Half()
        {
            var (h, w) = (Height / 2, Width / 2);
            var half = new double[h * w];
            for (var n = 0; n < half.Length; n++)
            {
                var at = (2 * (n / w) * Width) + (2 * (n % w));
                half[n] = (Data[at] + Data[at + 1] + Data[at + Width] + Data[at + Width + 1]) / 4;
            }

            return new Plane(h, w, half);
        }

        /// <summary>Prewitt magnitude of the inner pixels.</summary>
        public double[] Gradient()
        {
            var gradient = new double[(Height - 2) * (Width - 2)];
            for (var n = 0; n < gradient.Length; n++)
            {
                var at = (((n / (Width - 2)) + 1) * Width) + (n % (Width - 2)) + 1;
                var (dx, dy) = (0.0, 0.0);
                for (var k = -1; k <= 1; k++)
                {
                    dx += Data[at + (k * Width) + 1] - Data[at + (k * Width) - 1];
                    dy += Data[at + Width + k] - Data[at - Width + k];
                }

                gradient[n] = Math.Sqrt((dx * dx) + (dy * dy)) / 3;
            }

            return gradient;
        }
    }
}
