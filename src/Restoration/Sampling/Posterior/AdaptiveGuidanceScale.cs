using BirD.Restoration.Tensors;

namespace BirD.Restoration.Sampling.Posterior;

/// <summary>The adaptive guidance scale: |g.(x - mu) + C + log N| / (lambda x distance), from Appendix D of the paper.</summary>
/// <remarks>
/// The paper gives no density for C and log N. As in the released code, the log-variance stands where a standard
/// deviation belongs and the normaliser is the log of a sum: with real Gaussian densities the formula diverges within
/// ten steps. Sums over a picture are rescaled to D elements so that constants carry over between sizes.
/// </remarks>
public static class AdaptiveGuidanceScale
{
    /// <summary>-1/2 sum ((y - m) / l)^2 - 1/2 ln(2 pi sum l^2), the released stand-in for a log-density.</summary>
    public static double PseudoLogDensity(ImageTensor y, ImageTensor mean, ImageTensor logVariance, double elements)
    {
        var (square, spread) = (0.0, 0.0);
        for (var p = 0; p < y.Data.Length; p++)
        {
            double l = logVariance.Data[p];
            var z = (y.Data[p] - mean.Data[p]) / l;
            square += z * z;
            spread += l * l;
        }

        return Combine(square, spread, elements / y.Data.Length);
    }

    /// <summary>The same with one l for every element, as at the first step.</summary>
    public static double PseudoLogDensity(ImageTensor y, ImageTensor mean, double l, double elements)
    {
        var square = 0.0;
        for (var p = 0; p < y.Data.Length; p++)
        {
            var z = (y.Data[p] - mean.Data[p]) / l;
            square += z * z;
        }

        return Combine(square, l * l * y.Data.Length, elements / y.Data.Length);
    }

    /// <summary>sum of g (x - mu): the first-order term of the expansion around the mean.</summary>
    public static double Taylor(ImageTensor gradient, ImageTensor sample, ImageTensor mean, double elements)
    {
        var sum = 0.0;
        for (var p = 0; p < sample.Data.Length; p++)
        {
            sum += (double)gradient.Data[p] * (sample.Data[p] - mean.Data[p]);
        }

        return sum * elements / sample.Data.Length;
    }

    /// <summary>The bounded positive scale: the numerator over lambda x distance, at most what a stable step allows.</summary>
    /// <param name="numerator">|Taylor + C + log N|.</param>
    /// <param name="distance">Mean squared distance of the degraded sample from the observation.</param>
    /// <param name="factor">lambda.</param>
    /// <param name="kernelSum">Largest DC gain of K: near eta (sum K)^2 = 2 the step would oscillate.</param>
    /// <param name="elements">D.</param>
    public static double Bounded(double numerator, double distance, double factor, double kernelSum, double elements)
    {
        const double etaMax = 0.5;
        const double largest = 2e5;
        var raw = Math.Abs(numerator) / (factor * Math.Max(distance, 1e-8));
        var stable = 2 * elements * etaMax / Math.Max(kernelSum * kernelSum, 1e-4);
        return Math.Min(Math.Clamp(raw, 0, largest), stable);
    }

    private static double Combine(double square, double spread, double rescale) =>
        (-0.5 * square * rescale) - (0.5 * Math.Log(2 * Math.PI * spread * rescale));
}
