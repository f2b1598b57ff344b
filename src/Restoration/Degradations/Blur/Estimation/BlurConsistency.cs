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

    /// <summary>The same for the path of a shaken hand, which has more to it.</summary>
    private const int SmallestShakenSide = 200;

    /// <summary>More of a quarter isn't looked at, pixels.</summary>
    private const int LargestShakenSide = 320;

    /// <summary>A quarter must be so many times as large as a kernel that it is to show.</summary>
    private const int SidesOfKernel = 6;

    /// <summary>The same for a shaken hand's path: least correlation between what a quarter and the whole picture show; null when the picture is too small.</summary>
    /// <param name="picture">Observation, [0,1].</param>
    /// <param name="shake">What the whole picture shows.</param>
    /// <param name="cancellationToken">Looked at between rounds.</param>
    internal static double? Agreement(ImageTensor picture, ShakeFinding shake, CancellationToken cancellationToken)
    {
        var grey = KernelEstimator.Luminance(picture);
        if (Math.Min(grey.Height, grey.Width) / 2 < Math.Max(SmallestShakenSide, SidesOfKernel * shake.Kernel.Extent))
        {
            return null;
        }

        var whole = shake.Kernel.ToKernel();
        return Teaching(grey).Select(part => BusiestWindow.Cut(part, LargestShakenSide))
            .Min(part => KernelAgreement.Correlation(ShakeSearch.Run(part, UsablePixels.Of(part, shake.Kernel.Side / 2), shake.Start, cancellationToken).ToKernel(), whole));
    }

    /// <summary>The quarters with edges enough.</summary>
    private static List<ImageTensor> Teaching(ImageTensor grey)
    {
        var (height, width) = (grey.Height / 2, grey.Width / 2);
        var parts = Enumerable.Range(0, 4)
            .Select(n => BusiestWindow.Crop(grey, n / 2 * (grey.Height - height), n % 2 * (grey.Width - width), height, width))
            .Select(part => (part, energy: BusiestWindow.EdgeEnergy(part))).ToList();
        var most = parts.Max(part => part.energy);
        return [.. parts.Where(part => part.energy >= LeastEnergy * most).Select(part => part.part)];
    }

    /// <summary>Least correlation between the kernels of two quarters, 0 to 1; null when the picture is too small to say.</summary>
    public static double? Agreement(ImageTensor picture, DegradationKernel kernel, double noise, CancellationToken cancellationToken)
    {
        var grey = KernelEstimator.Luminance(picture);
        if (Math.Min(grey.Height, grey.Width) / 2 < Math.Max(SmallestSide, 4 * kernel.Size))
        {
            return null;
        }

        var kernels = Teaching(grey).Select(part => KernelEstimator.Estimate(part, kernel.Size, noise, cancellationToken)).ToList();
        // Between the quarters, not with the whole: of two crossing motions the whole's kernel is a cross, half like each.
        return kernels.Count < 2
            ? KernelAgreement.Correlation(kernels[0], kernel)
            : kernels.SelectMany((a, n) => kernels.Skip(n + 1).Select(b => KernelAgreement.Correlation(a, b))).Min();
    }
}
