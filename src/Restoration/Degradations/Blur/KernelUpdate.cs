using System.Numerics.Tensors;
using BirD.Restoration.Degradations.Blur.Estimation;
using BirD.Restoration.Frequency;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Blur;

/// <summary>The method's own kernel step: descends the distance loss at the current clean estimate, held near the kernel so far.</summary>
/// <remarks>
/// The direction comes from a fit over strong edges as they would be if they were perfectly sharp: fitted to the estimate
/// as it is, the kernel shrinks towards "no blur" (docs/adr/0008). How far to go is decided by the distance loss itself,
/// and a step that does not lower it is not taken.
/// </remarks>
internal static class KernelUpdate
{
    /// <summary>Weight of staying where the kernel is, relative to the energy of the edges, with one round.</summary>
    private const double Inertia = 0.1;

    /// <summary>Share of the pixels whose edges teach.</summary>
    private const double Keep = 0.1;

    /// <summary>Shares of the way to the fitted kernel that are tried, in turn.</summary>
    private static readonly float[] Lengths = [1, 0.5f, 0.25f];

    /// <param name="kernel">One filter for all channels.</param>
    /// <param name="u">Clean estimate, [0,1].</param>
    /// <param name="y">Observation, [0,1].</param>
    /// <param name="rounds">More rounds hold the kernel less.</param>
    public static DegradationKernel Descend(DegradationKernel kernel, ImageTensor u, ImageTensor y, int rounds)
    {
        var (sharp, blurred) = (KernelEstimator.Luminance(u), KernelEstimator.Luminance(y));
        var edges = EdgePrediction.Predict(sharp, 0, Keep);
        var fitted = KernelCleanup.Normalised(KernelFit.Fit(edges, blurred, kernel, Inertia / rounds, kernel));
        edges.Return();

        // K*u is linear in K, so what is left at any point between the two kernels is that mixture of what they leave.
        var (here, there) = (Left(kernel, sharp, blurred), Left(fitted, sharp, blurred));
        var (own, other, both) = (Dot(here, here), Dot(there, there), Dot(here, there));
        TensorPool.Return(here);
        TensorPool.Return(there);
        Return(sharp, unless: u);
        Return(blurred, unless: y);
        foreach (var length in Lengths)
        {
            var rest = 1 - length;
            if ((rest * rest * own) + (2 * rest * length * both) + (length * length * other) < own)
            {
                return Towards(kernel, fitted, length);
            }
        }

        return kernel;
    }

    private static DegradationKernel Towards(DegradationKernel from, DegradationKernel to, float length)
    {
        var weights = new float[from.Weights.Length];
        for (var n = 0; n < weights.Length; n++)
        {
            weights[n] = from.Weights[n] + (length * (to.Weights[n] - from.Weights[n]));
        }

        return new DegradationKernel(1, from.Size, weights);
    }

    /// <summary>K*u - y.</summary>
    private static ImageTensor Left(DegradationKernel kernel, ImageTensor sharp, ImageTensor blurred)
    {
        var residual = FrequencyFilter.Apply(sharp, kernel);
        TensorPrimitives.Subtract(residual.Data, blurred.Data, residual.Data);
        return residual;
    }

    private static void Return(ImageTensor used, ImageTensor unless)
    {
        if (!ReferenceEquals(used, unless))
        {
            TensorPool.Return(used);
        }
    }

    private static double Dot(ImageTensor a, ImageTensor b) => TensorPrimitives.Dot<float>(a.Data, b.Data);
}
