using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Noise;

/// <summary>Noise that is not white and nothing else. Its brightness has been evened out beforehand (<see cref="StabilisingCurve"/>).</summary>
/// <param name="observation">Under the curve, [0,1].</param>
/// <param name="spectrum">Its noise, under the curve.</param>
public sealed class ColouredNoiseDamage(Observation observation, NoiseSpectrum spectrum) : IDamage
{
    public ImageTensor Begin() => observation.Y;

    public IDataStep StepFor(DegradationKernel kernel) => new ColouredNoiseStep(observation.Y, spectrum);

    /// <summary>There is no kernel to learn.</summary>
    public DegradationKernel Learn(DegradationKernel kernel, ImageTensor estimate, int rounds) => kernel;

    public ImageTensor Settle(ImageTensor result) => result;
}
