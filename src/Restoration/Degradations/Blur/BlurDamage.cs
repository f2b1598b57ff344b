using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Blur;

/// <summary>Blur by one kernel, or none at all, and noise.</summary>
public sealed class BlurDamage(Observation observation) : IDamage
{
    public ImageTensor Begin() => observation.Y;

    public IDataStep StepFor(DegradationKernel kernel) => new BlurStep(observation.Y, kernel);

    public DegradationKernel Learn(DegradationKernel kernel, ImageTensor estimate, int rounds) =>
        KernelUpdate.Descend(kernel, estimate, observation.Y, rounds);

    public ImageTensor Settle(ImageTensor result) => result;
}
