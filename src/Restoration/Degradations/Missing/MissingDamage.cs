using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Missing;

/// <summary>Missing pixels: a hard mask in the loss. Known pixels come back exactly as they were observed.</summary>
/// <param name="observation">The picture; its missing pixels may hold anything.</param>
/// <param name="known">Which pixels were observed.</param>
/// <param name="filled">Whether the missing pixels already hold a first estimate.</param>
public sealed class MissingDamage(Observation observation, KnownPixels known, bool filled = false) : IDamage
{
    public ImageTensor Begin() => filled ? observation.Y : DiffusionFill.Fill(observation.Y, known);

    public IDataStep StepFor(DegradationKernel kernel) => new MaskedStep(observation.Y, known);

    /// <summary>There is no kernel to learn.</summary>
    public DegradationKernel Learn(DegradationKernel kernel, ImageTensor estimate, int rounds) => kernel;

    public ImageTensor Settle(ImageTensor result)
    {
        known.CopyKnown(observation.Y, result);
        return result;
    }
}
