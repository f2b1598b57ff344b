using BirD.Restoration.Metrics;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Blur.Estimation;

/// <summary>Does one blur serve the whole picture? Each quarter is asked for its own, from scratch, and they are compared.</summary>
/// <remarks>
/// A camera that turned, a subject that moved or a lens sharp only in the middle give every part its own blur: undoing one
/// kernel everywhere then rings. The same test tells a kernel that the picture determines from one that it does not.
/// From scratch, because a fit that starts from the whole picture's kernel stays there (measured: 0.95 on a sharp picture
/// whose kernel was nonsense).
/// </remarks>
public static class BlurConsistency
{
    /// <summary>A quarter with less edge energy than this share of the busiest one's (sky, water) is not asked.</summary>
    private const double LeastEnergy = 0.2;

    /// <summary>Smallest side of a quarter that can tell a kernel, pixels.</summary>
    private const int SmallestSide = 100;

    /// <summary>Least correlation between the kernels of two quarters, 0 to 1; null when the picture is too small to say.</summary>
    public static double? Agreement(ImageTensor picture, DegradationKernel kernel, double noise, CancellationToken cancellationToken)
    {
        var grey = KernelEstimator.Luminance(picture);
        var (height, width) = (grey.Height / 2, grey.Width / 2);
        if (Math.Min(height, width) < Math.Max(SmallestSide, 4 * kernel.Size))
        {
            return null;
        }

        var parts = Enumerable.Range(0, 4)
            .Select(n => BusiestWindow.Crop(grey, n / 2 * (grey.Height - height), n % 2 * (grey.Width - width), height, width))
            .Select(part => (part, energy: BusiestWindow.EdgeEnergy(part))).ToList();
        var most = parts.Max(part => part.energy);
        var kernels = parts.Where(part => part.energy >= LeastEnergy * most)
            .Select(part => KernelEstimator.Estimate(part.part, kernel.Size, noise, cancellationToken)).ToList();
        // Between the quarters, not with the whole: of two crossing motions the whole's kernel is a cross, half like each.
        return kernels.Count < 2
            ? KernelAgreement.Correlation(kernels[0], kernel)
            : kernels.SelectMany((a, n) => kernels.Skip(n + 1).Select(b => KernelAgreement.Correlation(a, b))).Min();
    }
}
