using BirD.Restoration.Degradations;
using BirD.Restoration.Diffusion;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Sampling;

/// <summary>One step of the robust profile (docs/adr/0005) in numbers: all that it takes beside the picture's own arrays.</summary>
public sealed record ResidentStep
{
    /// <summary>The degradation that is undone; the same object as long as it is the same.</summary>
    public required ResidentData Data { get; init; }

    /// <summary>Weight of the iterate in the data step.</summary>
    public required double Alpha { get; init; }

    /// <summary>abar of the noise level that the prior is told.</summary>
    public required double AlphaBar { get; init; }

    /// <summary>The same as an original timestep, fractions allowed.</summary>
    public required float Timestep { get; init; }

    /// <summary>How the prior sees the picture, as <see cref="Tensors.Mirror"/> counts.</summary>
    public required int Mirror { get; init; }

    /// <summary>x0 = FromInput x input + FromOutput x answer, before clamping.</summary>
    public required (double FromInput, double FromOutput) Clean { get; init; }

    /// <summary>Weight of this step's estimate in the running mean of estimates; null where none is kept.</summary>
    public double? MeanShare { get; init; }

    /// <summary>What is added to the estimate; null for nothing.</summary>
    public FreshNoise? Noise { get; init; }

    /// <summary>Whether the sampler needs the state on the host once this step has been taken: after the last, and where it decides by it whether there is another.</summary>
    public bool ComesHome { get; init; }
}

/// <param name="Source">Where it comes from.</param>
/// <param name="Step">Step index that selects it.</param>
/// <param name="Weight">Standard deviation, [-1,1] units.</param>
public sealed record FreshNoise(INoiseSource Source, int Step, float Weight)
{
    /// <summary>Draws it, of standard deviation 1.</summary>
    public void Draw(ImageTensor target) => Source.Fill(target, NoiseUse.Step, Step);
}
