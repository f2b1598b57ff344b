using System.Numerics.Tensors;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Grey;

/// <summary>The data step of the channel mean L, in closed form: x = z + L' r / (1/3 + alpha), with L L' = 1/3.</summary>
internal sealed class GreyStep(float[] grey) : IDataStep
{
    /// <summary>What the channel mean of a picture lacks of the observation.</summary>
    public float[] Missing(ImageTensor z)
    {
        var missing = GreyDamage.ChannelMean(z);
        TensorPrimitives.Subtract(grey, missing, missing);
        return missing;
    }

    public ImageTensor ResidualOf(ImageTensor z)
    {
        var residual = new ImageTensor(3, z.Height, z.Width);
        GreyDamage.AddToAll(residual, Missing(z));
        return residual;
    }

    public ImageTensor Correct(ImageTensor z, ImageTensor residual, double alpha)
    {
        var fused = new ImageTensor(3, z.Height, z.Width);
        TensorPrimitives.MultiplyAdd(residual.Data, (float)(1 / (1 + (3 * alpha))), z.Data, fused.Data);
        return fused;
    }

    /// <summary>The iterate's own level: two of three dimensions were not observed.</summary>
    public double FusedLevel(double noise, double level, double alpha) => level;
}
