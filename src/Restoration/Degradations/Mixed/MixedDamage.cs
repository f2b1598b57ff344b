using BirD.Restoration.Degradations.Blur;
using BirD.Restoration.Degradations.Missing;
using BirD.Restoration.Frequency;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Mixed;

/// <summary>Several damages at once: blur, missing pixels and noise; too little light has been divided out beforehand.</summary>
/// <param name="observation">With its light back (and its noise grown by as much); missing pixels filled with anything.</param>
/// <param name="known">Which pixels were observed; null when all were.</param>
public sealed class MixedDamage(Observation observation, KnownPixels? known) : IDamage
{
    public ImageTensor Begin() => known is null ? observation.Y : DiffusionFill.Fill(observation.Y, known);

    public IDataStep StepFor(DegradationKernel kernel) => new MixedStep(observation.Y, kernel, known);

    public DegradationKernel Learn(DegradationKernel kernel, ImageTensor estimate, int rounds)
    {
        if (kernel.Size == 1)
        {
            return kernel;
        }

        // A missing pixel must teach the kernel nothing: there the observation is taken to be what the kernel predicts.
        var target = observation.Y;
        if (known is not null)
        {
            target = FrequencyFilter.Apply(estimate, kernel);
            known.CopyKnown(observation.Y, target);
        }

        return KernelUpdate.Descend(kernel, estimate, target, rounds);
    }

    public ImageTensor Settle(ImageTensor result) => result;
}
