using System.Numerics.Tensors;
using BirD.Restoration.Degradation;
using BirD.Restoration.Frequency;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Sampling.Robust;

/// <summary>The proximal data step: argmin over x of |y - K*x|^2 + alpha |x - z|^2, solved exactly instead of descended.</summary>
internal sealed class DataStep
{
    private readonly ImageTensor y;
    private readonly FrequencyFilter? filter;

    public DataStep(ImageTensor y, DegradationKernel kernel)
    {
        this.y = y;
        filter = IsDelta(kernel) ? null : new FrequencyFilter(y.Height, y.Width, kernel);
    }

    /// <summary>y - K*z.</summary>
    public ImageTensor ResidualOf(ImageTensor z)
    {
        var degraded = filter?.Apply(z) ?? z.Clone();
        TensorPrimitives.Subtract(y.Data, degraded.Data, degraded.Data);
        return degraded;
    }

    /// <summary>z + the correction that explains the residual as far as alpha allows.</summary>
    public ImageTensor Correct(ImageTensor z, ImageTensor residual, double alpha)
    {
        if (filter is null)
        {
            var fused = new ImageTensor(z.Channels, z.Height, z.Width);
            TensorPrimitives.MultiplyAdd(residual.Data, (float)(1 / (1 + alpha)), z.Data, fused.Data);
            return fused;
        }

        var correction = filter.Solve(residual, alpha);
        TensorPrimitives.Add(correction.Data, z.Data, correction.Data);
        return correction;
    }

    /// <summary>
    /// Noise level left after fusing an observation of noise <paramref name="noise"/> with an iterate of level
    /// <paramref name="level"/>: the root mean over frequencies of 1 / (|K|^2 / noise^2 + 1 / level^2).
    /// </summary>
    public double FusedLevel(double noise, double level)
    {
        var (n, l) = (1 / (noise * noise), 1 / (level * level));
        return filter is null ? Math.Sqrt(1 / (n + l)) : Math.Sqrt(filter.Mean(power => 1 / ((power * n) + l)));
    }

    private static bool IsDelta(DegradationKernel kernel)
    {
        var centre = kernel.Size * kernel.Size / 2;
        return kernel.Weights.Select((w, n) => (w, n)).All(e =>
            e.w == (e.n % (kernel.Size * kernel.Size) == centre ? 1f : 0f));
    }
}
