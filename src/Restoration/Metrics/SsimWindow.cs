namespace BirD.Restoration.Metrics;

/// <summary>The weights over which SSIM takes local means and variances; published figures differ by it.</summary>
public sealed class SsimWindow
{
    private SsimWindow(double[] weights, double varianceFactor) =>
        (Weights, VarianceFactor) = (weights, varianceFactor);

    /// <summary>11 x 11, Gaussian of sigma 1.5: Wang et al. 2004, and most papers on restoration.</summary>
    public static SsimWindow Gaussian11 { get; } = Gaussian(11, 1.5);

    /// <summary>7 x 7, uniform, unbiased variances (factor 49/48): the default of scikit-image.</summary>
    public static SsimWindow Uniform7 { get; } = new([.. Enumerable.Repeat(1.0 / 7, 7)], 49.0 / 48);

    /// <summary>Weights along one axis, summing to 1; the window is their outer product.</summary>
    internal double[] Weights { get; }

    /// <summary>What variances and covariance are multiplied by.</summary>
    internal double VarianceFactor { get; }

    private static SsimWindow Gaussian(int size, double sigma)
    {
        var weights = new double[size];
        for (var i = 0; i < size; i++)
        {
            var d = i - (size / 2);
            weights[i] = Math.Exp(-(d * d) / (2 * sigma * sigma));
        }

        var sum = weights.Sum();
        return new SsimWindow([.. weights.Select(w => w / sum)], 1);
    }
}
