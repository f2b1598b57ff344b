using System.Text.Json.Serialization;

namespace BirD.Restoration.Settings;

/// <summary>Everything a user can choose that changes the result. Same settings and input, same bytes out.</summary>
public sealed record RestoreSettings
{
    /// <summary>Fidelity when nobody says: on the observation's side.</summary>
    public const double StandardFidelity = 0.75;

    public RestorationTask Task { get; init; } = RestorationTask.Auto;

    public SamplerProfile Profile { get; init; } = SamplerProfile.Robust;

    /// <summary>Diffusion steps, exactly so many; null takes as many as the picture needs (robust, docs/adr/0022) or 1000 (paper and released).</summary>
    public int? Steps { get; init; }

    /// <summary>Seed of the noise. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Largest side of a kernel, pixels: what a hand shakes in half a second with a long lens.</summary>
    public const int LargestKernel = 151;

    /// <summary>Side of the square degradation kernel, pixels, odd; null takes the task's default.</summary>
    public int? KernelSize { get; init; }

    public GuidanceMode Guidance { get; init; } = GuidanceMode.Adaptive;

    /// <summary>Scale of fixed guidance, or the starting value of the adaptive one; null takes the profile's default.</summary>
    public double? GuidanceScale { get; init; }

    /// <summary>A known point spread function (row-major, odd square, sum 1; observation = scene convolved with it), which is then not learned; null when blind.</summary>
    public float[]? Kernel { get; init; }

    /// <summary>Known noise standard deviation of the observation, [0,1] units; null when it is to be estimated.</summary>
    public double? NoiseSigma { get; init; }

    /// <summary>0 (the prior decides) to 1 (the observation decides); null takes <see cref="StandardFidelity"/>.</summary>
    public double? Fidelity { get; init; }

    /// <summary>Samples whose mean is the result, 1 to 64; null for one. Two and more also give an uncertainty map.</summary>
    public int? Samples { get; init; }

    /// <summary>Times that a super-resolved picture is higher and wider: 2, 3 or 4; null for 2.</summary>
    public int? Scale { get; init; }

    /// <summary>The scale that counts: 1 unless the task is super-resolution.</summary>
    [JsonIgnore]
    public int EffectiveScale => Task == RestorationTask.SuperResolve ? Scale ?? 2 : 1;

    /// <summary>Whether the pages of one file are frames of a film; null to take many pages of one size for film.</summary>
    public bool? Sequence { get; init; }

    /// <summary>Plane of the scan that says what is missing; null when a mask file does, or nothing is.</summary>
    public MaskPlane? MaskFrom { get; init; }

    /// <summary>What auto must not look for; null when it may look for all it knows.</summary>
    public LeftAlone? Leave { get; init; }

    /// <summary>Whether auto may undo something.</summary>
    public bool MayUndo(LeftAlone damage) => ((Leave ?? LeftAlone.None) & damage) == 0;
}

/// <summary>What is left as it is, whatever auto thinks of it.</summary>
[Flags]
public enum LeftAlone
{
    None = 0,

    /// <summary>Dust, hairs, scratches and cracks that no mask tells of.</summary>
    Marks = 1,

    /// <summary>Fading, cast and lack of light.</summary>
    Tone = 2,

    /// <summary>Noise and grain.</summary>
    Noise = 4,
}

/// <summary>Where in the picture's own file its mask is.</summary>
public enum MaskPlane
{
    /// <summary>Transparent pixels are missing.</summary>
    Alpha = 0,

    /// <summary>The fourth plane is an infrared exposure, in which dust and scratches are dark.</summary>
    Infrared = 1,
}

public enum RestorationTask
{
    Auto = 0,
    Denoise = 1,
    Deblur = 2,
    SuperResolve = 3,
    Inpaint = 4,
    Colorize = 5,
    LowLight = 6,
    Mixed = 7,
    Jpeg = 8,

    /// <summary>Portraits: the general path, which invents no features.</summary>
    Faces = 9,

    /// <summary>Several exposures of one scene.</summary>
    Hdr = 10,

    /// <summary>Dyes that have lost density, and a veil over the picture.</summary>
    Fade = 11,
}

/// <summary>Which of the three published and unpublished algorithms runs (docs/adr/0005).</summary>
public enum SamplerProfile
{
    /// <summary>Ours: few steps, warm start, proximal data step, constrained kernel.</summary>
    Robust = 0,

    /// <summary>The reference procedure of the paper with its gaps filled.</summary>
    Paper = 1,

    /// <summary>The authors' released behaviour, oddities included; for regression.</summary>
    Released = 2,
}

public enum GuidanceMode
{
    Adaptive = 0,
    Fixed = 1,
    Off = 2,
}
