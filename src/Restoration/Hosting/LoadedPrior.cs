using BirD.Restoration.Priors;
using BirD.Restoration.Priors.Onnx;

namespace BirD.Restoration.Hosting;

/// <summary>A prior that is ready for work.</summary>
/// <param name="Denoiser">The prior.</param>
/// <param name="Device">Name of the device it runs on.</param>
public sealed record LoadedPrior(IDenoiser Denoiser, string Device)
{
    /// <summary>Why the CPU stands in for the device that was wanted; null when it does not.</summary>
    public string? FallbackReason { get; init; }

    /// <summary>Where steps run, for sidecars: with the reason where it is not where they were meant to.</summary>
    public string Account => FallbackReason is not null ? $"{Device}, because {FallbackReason}" : Rounds ? $"{Device}, products rounded to TF32" : Device;

    /// <summary>Whether the device was allowed to round the prior's products.</summary>
    public bool Rounds { get; init; }

    /// <summary>Where steps run, in a word or two, for lists of silos.</summary>
    public string Title => FallbackReason is null ? Device : $"{Device} (fallback)";

    public static LoadedPrior Of(OnnxDenoiser denoiser) => new(denoiser, denoiser.Device) { FallbackReason = denoiser.FallbackReason, Rounds = denoiser.Options is { AllowTf32: true, Kind: not DeviceKind.Cpu } };
}
