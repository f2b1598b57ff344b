using BirD.Restoration.Denoising.Onnx;
using BirD.Restoration.Pipeline;

namespace BirD.Client.Bench;

/// <summary>What to damage, how, and how to restore it.</summary>
internal sealed record QualityRequest
{
    public required string Folder { get; init; }

    public required RestoreSettings Settings { get; init; }

    public required string PriorFile { get; init; }

    public required DeviceOptions Device { get; init; }

    /// <summary>Standard deviation in codes of 255; NaN for the task's usual value.</summary>
    public required double AddedNoise { get; init; }

    /// <summary>Standard deviation of the Gaussian blur, pixels.</summary>
    public required double BlurSigma { get; init; }

    public required bool Blind { get; init; }

    public required int Limit { get; init; }

    public required bool Json { get; init; }

    public string? Save { get; init; }
}
