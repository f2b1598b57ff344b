using BirD.Restoration.Settings;

namespace BirD.Restoration.Sampling.Robust;

/// <summary>Settings of the robust profile for one picture (docs/adr/0005 says how they were found).</summary>
public sealed record RobustOptions
{
    /// <summary>Evaluations of the prior. Default 30.</summary>
    public int Steps { get; init; } = 30;

    /// <summary>Noise level of the first step, [0,1] units.</summary>
    public required double StartSigma { get; init; }

    /// <summary>Noise level of the last step, [0,1] units.</summary>
    public required double EndSigma { get; init; }

    /// <summary>lambda: how much the prior's estimate weighs against the observation in the data step. Default 0.15.</summary>
    public double PriorWeight { get; init; } = 0.15;

    /// <summary>
    /// Steps at the beginning that take the observation at its word and tell the prior its noise, with none added: each is the
    /// posterior mean, every time of another mirroring. Default 0.
    /// </summary>
    public int MatchedSteps { get; init; }

    /// <summary>Mirroring of the first step, as <see cref="Tensors.Mirror"/> counts: where samples are drawn, each begins with another.</summary>
    public int FirstMirror { get; init; }

    /// <summary>Factor by which the level falls from step to step, until it is the last one; null where it falls as the number of steps asks for.</summary>
    public double? Fall { get; init; }

    /// <summary>
    /// Whether the noise that is reckoned with, and the level that is gone down to, follow what the estimates leave over: where the
    /// degradation is not known exactly, its error comes on top of the noise.
    /// </summary>
    public bool Listens { get; init; }

    /// <summary>What ends a run before <see cref="Steps"/>; null for nothing.</summary>
    public StopRule? Stop { get; init; }

    /// <summary>What is noted where <see cref="Steps"/> have been taken. Default: somebody said how many.</summary>
    public StopReason AtMost { get; init; } = StopReason.Given;

    /// <summary>Share of fresh noise added between steps, 0 (none) to 1 (a full new level).</summary>
    public double FreshNoise { get; init; }

    /// <summary>Whether the result is the mean of the steps' estimates instead of the last one.</summary>
    public bool AverageEstimates { get; init; }

    /// <summary>Least weight of the latest estimate in that mean: where levels fall, later ones are better. Default 0, all weigh the same.</summary>
    public double LatestShare { get; init; }

    /// <summary>Whether the kernel is learned; otherwise it stays what it starts as.</summary>
    public bool LearnKernel { get; init; }

    /// <summary>How far the kernel may move at each step: more rounds, further. Default 1.</summary>
    public int KernelRounds { get; init; } = 1;

    /// <summary>Share of the steps after which the kernel is learned: earlier estimates are too smooth to teach. Default 0.7.</summary>
    public double KernelFrom { get; init; } = 0.7;

    /// <summary>Whether large areas keep the observation's light and colour; not where those are the damage.</summary>
    public bool HoldsTone { get; init; }

    public GuidanceMode Guidance { get; init; } = GuidanceMode.Adaptive;

    /// <summary>Scale of fixed guidance in the method's units (2 D x gain, D = 3 x 256 x 256); null: gain 1/2.</summary>
    public double? Scale { get; init; }
}
