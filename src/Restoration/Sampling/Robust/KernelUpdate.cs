using System.Numerics.Tensors;
using BirD.Restoration.Degradation;
using BirD.Restoration.Degradation.Estimation;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Sampling.Robust;

/// <summary>The method's own kernel step, constrained: gradient descent on the distance loss, then back to a valid blur.</summary>
internal static class KernelUpdate
{
    /// <summary>Share of the largest stable step, 3 / (k^2 E[u^2]).</summary>
    private const double Rate = 0.5;

    /// <param name="kernel">One filter for all channels.</param>
    /// <param name="u">Clean estimate, [0,1].</param>
    /// <param name="y">Observation, [0,1].</param>
    /// <param name="rounds">Gradient steps.</param>
    public static DegradationKernel Descend(DegradationKernel kernel, ImageTensor u, ImageTensor y, int rounds)
    {
        // Without their means the pictures have far less energy, so the stable step is far longer, and brightness, which a
        // kernel of sum 1 can't change, says nothing.
        var (sharp, blurred) = (WithoutMean(u), WithoutMean(y));
        var energy = TensorPrimitives.SumOfSquares(sharp.Data) / sharp.Data.Length;
        var rate = Rate * 3 / (kernel.Size * kernel.Size * Math.Max(energy, 1e-4));
        for (var round = 0; round < rounds; round++)
        {
            var gradient = new DistanceLoss(kernel, null, gray: false, sharp.Data.Length).Evaluate(sharp, blurred).WithRespectToKernel();
            kernel = KernelCleanup.ToSimplex(Shared(kernel, gradient, rate, sharp.Channels));
        }

        return kernel;
    }

    private static DegradationKernel Shared(DegradationKernel kernel, float[] gradient, double rate, int channels)
    {
        var weights = (float[])kernel.Weights.Clone();
        for (var n = 0; n < gradient.Length; n++)
        {
            weights[n % weights.Length] -= (float)(rate * gradient[n] / channels);
        }

        return new DegradationKernel(1, kernel.Size, weights);
    }

    private static ImageTensor WithoutMean(ImageTensor picture)
    {
        var centred = picture.Clone();
        for (var c = 0; c < centred.Channels; c++)
        {
            var mean = TensorPrimitives.Average(centred.Plane(c));
            TensorPrimitives.Subtract(centred.Plane(c), mean, centred.Plane(c));
        }

        return centred;
    }
}
