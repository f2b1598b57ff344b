using BirD.Restoration.Settings;

namespace BirD.Restoration.Sampling.Posterior;

/// <summary>How the ancestral sampler of the paper is filled in. Two named settings exist: paper and released.</summary>
public sealed record PosteriorOptions
{
    /// <summary>k, side of the degradation kernel. Default 9 (3 for low light).</summary>
    public int KernelSize { get; init; } = 9;

    /// <summary>Fixed step of plain gradient descent on K; null takes the normalised step 0.1 x 3 / (k^2 E[u^2]).</summary>
    public double? KernelRate { get; init; }

    /// <summary>Step on M; 0 leaves it at its start. 1 is the released low-light value.</summary>
    public double MaskRate { get; init; }

    /// <summary>Whether M is part of the degradation in the loss.</summary>
    public bool MaskInLoss { get; init; }

    /// <summary>Whether the degradation ends with the mean over channels.</summary>
    public bool Gray { get; init; }

    public GuidanceMode Guidance { get; init; } = GuidanceMode.Adaptive;

    /// <summary>Fixed scale, or the first value of the adaptive one.</summary>
    public double Scale { get; init; } = 3000;

    /// <summary>lambda in the denominator of the adaptive scale: 18 for blur-like tasks, 0.5 for low light.</summary>
    public double DenominatorFactor { get; init; } = 18;

    /// <summary>Released: +3000 first (uphill), l_prev = 1, no bounds. Otherwise downhill, l_prev = log beta, bounded.</summary>
    public bool ReleasedScale { get; init; }

    /// <summary>Whether every loss sees a freshly noised observation, and over how many visits the step is averaged (0: clean).</summary>
    public int NoisedVisits { get; init; }

    /// <summary>D of 1/D, elements of one prior tile. Default 3 x 256 x 256.</summary>
    public double Elements { get; init; } = 3 * 256 * 256;

    /// <summary>The paper's procedure with its gaps filled (docs/adr/0005).</summary>
    public static PosteriorOptions Paper { get; } = new();

    /// <summary>The authors' deblurring script as released, oddities included.</summary>
    public static PosteriorOptions Released { get; } = new() { KernelRate = 0.01, ReleasedScale = true, NoisedVisits = 4 };
}
