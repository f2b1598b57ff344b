using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Downscale;

/// <summary>An unknown filter, then every s-th pixel: what super-resolution undoes. The filter is learned as a profile.</summary>
/// <param name="observation">The small picture.</param>
/// <param name="scale">s: the result is s times as high and wide.</param>
public sealed class ReductionDamage(Observation observation, int scale) : IDamage
{
    /// <summary>The filter to start from; it is none that any picture was really made with.</summary>
    public static DegradationKernel StartKernel(int scale) => ReductionProfile.ToKernel(ReductionProfile.Cubic(scale));

    public ImageTensor Begin() => CubicEnlargement.Enlarge(observation.Y, scale);

    public IDataStep StepFor(DegradationKernel kernel) => new DecimationStep(observation.Y, scale, ReductionProfile.FromKernel(kernel));

    /// <summary>One closed-form fit; the rounds of a gradient method mean nothing here.</summary>
    public DegradationKernel Learn(DegradationKernel kernel, ImageTensor estimate, int rounds) =>
        ReductionProfile.ToKernel(ReductionFit.Improve(ReductionProfile.FromKernel(kernel), estimate, observation.Y, scale));

    public ImageTensor Settle(ImageTensor result) => result;
}
