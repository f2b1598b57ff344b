using System.Numerics.Tensors;
using BirD.Restoration.Sampling;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Missing;

/// <summary>The data step of a hard mask, in closed form: known pixels are fused, missing ones keep the iterate.</summary>
internal sealed class MaskedStep(ImageTensor y, KnownPixels known) : IDataStep
{
    public ResidentData? Resident { get; } = new(y, null, known);

    public ImageTensor ResidualOf(ImageTensor z)
    {
        var residual = new ImageTensor(z.Channels, z.Height, z.Width);
        TensorPrimitives.Subtract(y.Data, z.Data, residual.Data);
        known.ZeroMissing(residual);
        return residual;
    }

    public ImageTensor Correct(ImageTensor z, ImageTensor residual, double alpha)
    {
        var fused = new ImageTensor(z.Channels, z.Height, z.Width);
        TensorPrimitives.MultiplyAdd(residual.Data, (float)(1 / (1 + alpha)), z.Data, fused.Data);
        return fused;
    }

    /// <summary>The iterate's own level: missing pixels are where the prior is needed, and they have gained nothing.</summary>
    public double FusedLevel(double noise, double level, double alpha) => level;
}
