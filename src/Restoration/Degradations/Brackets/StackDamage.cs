using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Brackets;

/// <summary>Several exposures of one scene: one restoration pulled by all of them (multi-guidance).</summary>
public sealed class StackDamage(ExposureStack stack) : IDamage
{
    public ImageTensor Begin() => stack.Merge();

    public IDataStep StepFor(DegradationKernel kernel) => new StackStep(stack);

    /// <summary>There is no kernel to learn; the gains are measured beforehand.</summary>
    public DegradationKernel Learn(DegradationKernel kernel, ImageTensor estimate, int rounds) => kernel;

    public ImageTensor Settle(ImageTensor result) => result;
}
