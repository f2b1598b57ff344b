using System.Numerics.Tensors;
using BirD.Restoration.Degradation.Compression;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Sampling.Robust.Data;

/// <summary>The data step of a compression: inside the cells the observation says nothing, outside everything.</summary>
internal sealed class CellStep(QuantisationCells cells) : IDataStep
{
    /// <summary>How far the iterate has left the cells.</summary>
    public ImageTensor ResidualOf(ImageTensor z)
    {
        var residual = cells.Project(z);
        TensorPrimitives.Subtract(residual.Data, z.Data, residual.Data);
        return residual;
    }

    /// <summary>The projection itself: the file leaves no doubt that a prior may weigh, so alpha has no say.</summary>
    public ImageTensor Correct(ImageTensor z, ImageTensor residual, double alpha)
    {
        var projected = z.Clone();
        TensorPrimitives.Add(projected.Data, residual.Data, projected.Data);
        return projected;
    }

    public double FusedLevel(double noise, double level, double alpha) => level;
}
