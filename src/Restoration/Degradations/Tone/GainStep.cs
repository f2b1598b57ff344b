using System.Numerics.Tensors;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Tone;

/// <summary>The data step of a gain g, in closed form: x = z + g r / (g^2 + alpha).</summary>
internal sealed class GainStep(ImageTensor y, float gain) : IDataStep
{
    public ImageTensor ResidualOf(ImageTensor z)
    {
        var residual = new ImageTensor(z.Channels, z.Height, z.Width);
        TensorPrimitives.Multiply(z.Data, -gain, residual.Data);
        TensorPrimitives.Add(residual.Data, y.Data, residual.Data);
        return residual;
    }

    public ImageTensor Correct(ImageTensor z, ImageTensor residual, double alpha)
    {
        var fused = new ImageTensor(z.Channels, z.Height, z.Width);
        TensorPrimitives.MultiplyAdd(residual.Data, (float)(gain / ((gain * gain) + alpha)), z.Data, fused.Data);
        return fused;
    }

    public double FusedLevel(double noise, double level, double alpha)
    {
        var power = (double)gain * gain;
        var total = power + alpha;
        return Math.Sqrt((power * noise * noise) + (alpha * alpha * level * level)) / total;
    }
}
