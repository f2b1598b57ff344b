using BirD.Restoration.Diffusion;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Tests.Support;

/// <summary>Replays recorded noise where the library would draw its own.</summary>
/// <param name="pool">Recorded tensors.</param>
/// <param name="firstStep">Step index of the window's first step.</param>
/// <param name="stepNoise">Pool entry of each step's noise.</param>
/// <param name="observationNoise">Pool entries of each step's visits.</param>
internal sealed class RecordedNoise(NpyFile pool, int firstStep, int[] stepNoise, int[][] observationNoise) : INoiseSource
{
    public void Fill(ImageTensor target, NoiseUse use, int step)
    {
        var entry = use switch
        {
            NoiseUse.Step => stepNoise[step - firstStep],
            >= NoiseUse.Observation => observationNoise[step - firstStep][use - NoiseUse.Observation],
            _ => throw new InvalidOperationException($"No recorded noise for {use}."),
        };
        Golden.Entry(pool, entry).Data.CopyTo(target.Data, 0);
    }
}
