using System.Numerics.Tensors;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Blur.Estimation;

/// <summary>A first guess of an unknown blur from the picture's edges, coarse to fine.</summary>
/// <remarks>
/// Fitting a kernel to the picture itself, or to its denoised self, ends at "no blur". Predicting sharp edges with a
/// shock filter and fitting only to the strongest of them does not (after Cho and Lee 2009): per level of a pyramid,
/// predict, fit, clean up, deconvolve, and carry kernel and picture to the next.
/// </remarks>
public static class KernelEstimator
{
    /// <summary>Side that holds most blurs, pixels.</summary>
    public const int UsualSize = 19;

    /// <summary>Side that holds motion of 25 px and more, pixels.</summary>
    public const int LargestSize = 35;

    /// <summary>A stroke with this standard deviation, pixels, reaches from side to side of the usual frame.</summary>
    private const double LongestInUsualSize = 4.6;

    private const int Rounds = 5;
    /// <summary>Weight of small taps in a fit, relative to the energy of the edges.</summary>
    internal const double Ridge = 0.002;

    /// <summary>A kernel that is still wrong acts like noise of its own.</summary>
    internal const double LeastNoise = 1.0 / 255;

    /// <summary>Side of the part that is looked at, pixels: enough edges for any kernel, whatever the size of the scan.</summary>
    private const int Window = 1024;

    /// <param name="picture">Observation, [0,1], 1 or 3 channels.</param>
    /// <param name="size">Side of the kernel at full size, odd, pixels.</param>
    /// <param name="noise">Noise standard deviation, [0,1] units.</param>
    /// <param name="cancellationToken">Looked at between rounds.</param>
    /// <returns>One filter for all channels, non-negative, sum 1, centred.</returns>
    public static DegradationKernel Estimate(ImageTensor picture, int size, double noise, CancellationToken cancellationToken)
    {
        var grey = Searched(picture);
        var levels = Levels(size);
        var kernel = KernelShapes.Gaussian(1, levels[0].Size, 0.8);
        ImageTensor? latent = null;
        foreach (var (levelSize, scale) in levels)
        {
            var observed = Resampling.Scale(grey, scale);
            latent = latent is null ? observed : Resampling.To(latent, observed.Height, observed.Width);
            // Averaging on the way down takes noise away.
            (kernel, latent) = Improve(observed, latent, KernelCleanup.Resize(kernel, levelSize), noise * scale, cancellationToken);
        }

        return kernel;
    }

    /// <summary>The same without knowing how large the kernel is: small first, larger when it fills its frame.</summary>
    public static DegradationKernel Estimate(ImageTensor picture, double noise, CancellationToken cancellationToken)
    {
        var kernel = Estimate(picture, UsualSize, noise, cancellationToken);
        return KernelMoments.Of(kernel).Longest >= LongestInUsualSize ? Estimate(picture, LargestSize, noise, cancellationToken) : kernel;
    }

    /// <summary>The part of the picture that is looked at, as one plane.</summary>
    internal static ImageTensor Searched(ImageTensor picture) => BusiestWindow.Cut(Luminance(picture), Window);

    private static (DegradationKernel Kernel, ImageTensor Latent) Improve(
        ImageTensor observed, ImageTensor latent, DegradationKernel kernel, double noise, CancellationToken cancellationToken)
    {
        var deconvolution = new EdgeDeconvolution(observed, kernel.Size);
        var level = Math.Max(noise, LeastNoise);
        for (var round = 0; round < Rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var edges = EdgePrediction.Predict(latent, level, keep: KeepShare(round));
            kernel = KernelCleanup.Apply(KernelFit.Fit(edges, observed, kernel, Ridge));
            edges.Return();
            latent = deconvolution.Sharpen(kernel, level);
        }

        return (kernel, latent);
    }

    /// <summary>Sides 3, 5, ... growing by about the square root of two; the last level is the full size.</summary>
    private static List<(int Size, double Scale)> Levels(int size)
    {
        var levels = new List<(int, double)>();
        for (var scale = 1.0; levels.Count == 0 || scale * size >= 3; scale /= Math.Sqrt(2))
        {
            var side = Math.Max(3, (int)Math.Round(size * scale));
            levels.Add((side | 1, scale));
        }

        levels.Reverse();
        return levels;
    }

    /// <summary>Strong edges first, weaker ones as the kernel settles.</summary>
    private static double KeepShare(int round) => 0.03 * Math.Pow(1.4, round);

    /// <summary>Mean of the channels, from the pool; a picture of one channel is its own.</summary>
    internal static ImageTensor Luminance(ImageTensor picture)
    {
        if (picture.Channels == 1)
        {
            return picture;
        }

        var grey = TensorPool.Rent(1, picture.Height, picture.Width);
        TensorPrimitives.Add(picture.Plane(0), picture.Plane(1), grey.Data);
        TensorPrimitives.Add(grey.Data, picture.Plane(2), grey.Data);
        TensorPrimitives.Divide(grey.Data, 3, grey.Data);

        return grey;
    }
}
