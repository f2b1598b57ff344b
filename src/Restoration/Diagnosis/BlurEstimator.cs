using BirD.Restoration.Degradation;
using BirD.Restoration.Degradation.Estimation;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Diagnosis;

/// <summary>How wide the picture's blur is and how directional, from the kernel that its strongest edges ask for.</summary>
public static class BlurEstimator
{
    private const int KernelSize = 15;

    public static BlurDiagnosis Estimate(ImageTensor picture, double noise) =>
        Describe(KernelEstimator.Estimate(picture, KernelSize, noise));

    /// <summary>From the second moments of the kernel, which is centred and sums to 1.</summary>
    public static BlurDiagnosis Describe(DegradationKernel kernel)
    {
        var half = kernel.Size / 2;
        var (yy, xx, xy) = (0.0, 0.0, 0.0);
        for (var n = 0; n < kernel.Weights.Length; n++)
        {
            var (y, x, w) = ((n / kernel.Size) - half, (n % kernel.Size) - half, kernel.Weights[n]);
            (yy, xx, xy) = (yy + (w * y * y), xx + (w * x * x), xy + (w * x * y));
        }

        var (mean, spread) = ((yy + xx) / 2, Math.Sqrt(((yy - xx) * (yy - xx) / 4) + (xy * xy)));
        return new BlurDiagnosis(Math.Sqrt(mean), Math.Sqrt((mean + spread) / Math.Max(mean - spread, 1e-3)));
    }
}

/// <param name="Sigma">Root mean square radius per axis, pixels: the standard deviation of a Gaussian blur. Sharp photographs give 0.55 to 0.7, because even their edges are not steps.</param>
/// <param name="Elongation">Longest over shortest axis: 1 for defocus, 2 and more for motion.</param>
public sealed record BlurDiagnosis(double Sigma, double Elongation);
