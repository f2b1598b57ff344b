using System.Numerics.Tensors;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Brackets;

/// <summary>The data step of several exposures, in closed form: x = z + sum w g (y - g z) / (sum w g^2 + alpha).</summary>
internal sealed class StackStep(ExposureStack stack) : IDataStep
{
    /// <summary>Power of a pixel that no exposure shows; keeps the quotient finite, and its pull is 0.</summary>
    private const float Unseen = 1e-6f;

    private readonly float[] power = stack.Power;

    /// <summary>The exposures' common pull as a difference of light: their weighted mean minus z; 0 where none of them speaks.</summary>
    public ImageTensor ResidualOf(ImageTensor z)
    {
        var (pull, _) = stack.PullOn(z);
        for (var n = 0; n < power.Length; n++)
        {
            pull.Data[n] /= Math.Max(power[n], Unseen);
        }

        return pull;
    }

    public ImageTensor Correct(ImageTensor z, ImageTensor residual, double alpha)
    {
        var (fused, a) = (z.Clone(), (float)alpha);
        for (var n = 0; n < power.Length; n++)
        {
            fused.Data[n] += residual.Data[n] * power[n] / (power[n] + a + Unseen);
        }

        return fused;
    }

    public double FusedLevel(double noise, double level, double alpha)
    {
        var mean = TensorPrimitives.Average<float>(power);
        var total = mean + alpha;
        return Math.Sqrt((mean * noise * noise) + (alpha * alpha * level * level)) / total;
    }
}
