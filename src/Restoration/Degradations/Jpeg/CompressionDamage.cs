using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Jpeg;

/// <summary>JPEG compression: the result compresses to the very coefficients that the file holds.</summary>
/// <param name="observation">The decoded file.</param>
/// <param name="cells">What the file's tables say of its original.</param>
public sealed class CompressionDamage(Observation observation, QuantisationCells cells) : IDamage
{
    public ImageTensor Begin() => observation.Y;

    public IDataStep StepFor(DegradationKernel kernel) => new CellStep(cells);

    /// <summary>There is no kernel to learn.</summary>
    public DegradationKernel Learn(DegradationKernel kernel, ImageTensor estimate, int rounds) => kernel;

    public ImageTensor Settle(ImageTensor result) => cells.Expect(result);
}
