using System.Numerics.Tensors;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Jpeg;

/// <summary>The data step of a compression: each coefficient goes to where it is to be expected in its cell.</summary>
internal sealed class CellStep(QuantisationCells cells) : IDataStep
{
    /// <summary>From the iterate to what the file makes of it.</summary>
    public ImageTensor ResidualOf(ImageTensor z)
    {
        var residual = cells.Expect(z);
        TensorPrimitives.Subtract(residual.Data, z.Data, residual.Data);
        return residual;
    }

    /// <summary>The whole way: the prior's word is weighed coefficient by coefficient already, so alpha has no say.</summary>
    public ImageTensor Correct(ImageTensor z, ImageTensor residual, double alpha)
    {
        var expected = z.Clone();
        TensorPrimitives.Add(expected.Data, residual.Data, expected.Data);
        return expected;
    }

    public double FusedLevel(double noise, double level, double alpha) => level;
}
