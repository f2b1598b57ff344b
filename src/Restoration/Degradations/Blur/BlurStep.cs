using System.Numerics;
using System.Numerics.Tensors;
using BirD.Restoration.Frequency;
using BirD.Restoration.Sampling;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Blur;

/// <summary>The proximal data step: argmin over x of |y - K*x|^2 + alpha |x - z|^2, solved exactly instead of descended.</summary>
internal sealed class BlurStep : IDataStep
{
    private readonly ImageTensor y;
    private readonly FrequencyFilter? filter;

    public BlurStep(ImageTensor y, DegradationKernel kernel)
    {
        this.y = y;
        filter = IsDelta(kernel) ? null : new FrequencyFilter(y.Height, y.Width, kernel);
        Resident = kernel.Channels == 1 ? new ResidentData(y, filter is null ? null : kernel, null) : null;
    }

    public ResidentData? Resident { get; }

    /// <summary>y - K*z.</summary>
    public ImageTensor ResidualOf(ImageTensor z)
    {
        var degraded = filter?.Apply(z) ?? TensorPool.RentLike(z);
        TensorPrimitives.Subtract(y.Data, filter is null ? z.Data : degraded.Data, degraded.Data);
        return degraded;
    }

    /// <summary>z + the correction that explains the residual as far as alpha allows.</summary>
    public ImageTensor Correct(ImageTensor z, ImageTensor residual, double alpha)
    {
        if (filter is null)
        {
            var fused = TensorPool.RentLike(z);
            TensorPrimitives.MultiplyAdd(residual.Data, (float)(1 / (1 + alpha)), z.Data, fused.Data);
            return fused;
        }

        var correction = filter.Solve(residual, alpha);
        TensorPrimitives.Add(correction.Data, z.Data, correction.Data);
        return correction;
    }

    /// <summary>
    /// Root mean square error left after <see cref="Correct"/>, over frequencies: the observation's noise as far as it was
    /// let in, and the iterate's error as far as it was kept.
    /// </summary>
    /// <param name="noise">Noise of the observation, [0,1] units.</param>
    /// <param name="level">Error of the iterate, [0,1] units.</param>
    /// <param name="alpha">Weight of the iterate in the data step.</param>
    public double FusedLevel(double noise, double level, double alpha)
    {
        var (observed, kept, weight) = (new Vector<float>((float)(noise * noise)), new Vector<float>((float)(alpha * alpha * level * level)), new Vector<float>((float)alpha));
        return Math.Sqrt(filter?.Mean(Left) ?? Left(Vector<float>.One)[0]);

        Vector<float> Left(Vector<float> power)
        {
            var total = power + weight;
            return Vector.MultiplyAddEstimate(power, observed, kept) / (total * total);
        }
    }

    private static bool IsDelta(DegradationKernel kernel)
    {
        var centre = kernel.Size * kernel.Size / 2;
        return kernel.Weights.Select((w, n) => (w, n)).All(e =>
            e.w == (e.n % (kernel.Size * kernel.Size) == centre ? 1f : 0f));
    }
}
