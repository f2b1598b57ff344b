using System.Text.Json.Serialization;
using BirD.Restoration.Diagnosis;
using BirD.Restoration.Pipeline;
using BirD.Storage.Results;

namespace BirD.Grains.Results;

/// <summary>What lies beside each result as <c>{name}.bird.json</c>: what was done, with what, to what.</summary>
/// <remarks>
/// Only <see cref="ElapsedSeconds"/>, <see cref="Finished"/>, <see cref="Job"/>, <see cref="Run"/>, <see cref="Epoch"/> and <see cref="Attempts"/>
/// differ between two runs of the same picture with the same settings.
/// </remarks>
public sealed record Sidecar
{
    /// <summary>2: the kernel is a point spread function (observation = scene convolved with it); in 1 it was the same turned by 180 degrees.</summary>
    public const int CurrentSchema = 2;

    public int Schema { get; init; } = CurrentSchema;

    public required SidecarInput Input { get; init; }

    public required SidecarFile Output { get; init; }

    /// <summary>Masks and the like that went in with the original; null when it came alone.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SidecarCompanion>? Companions { get; init; }

    /// <summary>"restored", "unchanged", or "damaged": parts of the original are missing, and it was given back as it was.</summary>
    public required string Outcome { get; init; }

    public required string? Reason { get; init; }

    /// <summary>Who decided that the original is the result; absent where nobody did.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DecisionStamp? Decision { get; init; }

    public required string Task { get; init; }

    public required string Profile { get; init; }

    public required string Guidance { get; init; }

    public required ulong Seed { get; init; }

    public required int Steps { get; init; }

    /// <summary>Why it were no more steps: "given", "residual", "rest" or "limit" (<see cref="Restoration.Sampling.StopReason"/>); absent where none was taken.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? StoppedBy { get; init; }

    public required int Width { get; init; }

    public required int Height { get; init; }

    public required int BitDepth { get; init; }

    public required double? NoiseSigma { get; init; }

    /// <summary>Exposure that was found and undone, 0 to 1; absent where light was not the task.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Exposure { get; init; }

    /// <summary>Frames of film that took part, this one included; absent for a picture by itself.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Frames { get; init; }

    /// <summary>Factor that brought the frame to the light of its neighbours; absent for a picture by itself.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Light { get; init; }

    public required double? Residual { get; init; }

    /// <summary>How far the result can be trusted; absent when nothing was tried.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RestorationConfidence? Confidence { get; init; }

    /// <summary>The map of uncertainty beside the result; absent when one sample was drawn.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SidecarUncertainty? Uncertainty { get; init; }

    /// <summary>The mask of the marks that were found without being told; absent when there was none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SidecarFound? Found { get; init; }

    public required SidecarPrior Prior { get; init; }

    /// <summary>Name and version of this software.</summary>
    public required string Software { get; init; }

    public required string SettingsHash { get; init; }

    public required SidecarKernel? Kernel { get; init; }

    public required IReadOnlyList<double> GuidanceScale { get; init; }

    public required IReadOnlyList<double> Loss { get; init; }

    /// <summary>Seconds of the attempt that finished the picture, from reading the original to its encoding.</summary>
    public required double ElapsedSeconds { get; init; }

    /// <summary>When the result was encoded, UTC.</summary>
    public required DateTimeOffset Finished { get; init; }

    public required string Device { get; init; }

    /// <summary>How the file was read or written, where that is worth a word; absent otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Notes { get; init; }

    /// <summary>Page by page, for files of several; absent otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<PageReport>? Pages { get; init; }

    public required string Job { get; init; }

    public required int Run { get; init; }

    public required long Epoch { get; init; }

    public required int Attempts { get; init; }
}

/// <param name="Root">Location of the input root: a directory, or a container's address.</param>
/// <param name="Path">Path below it.</param>
/// <param name="Sha256">Hash of the original's bytes.</param>
/// <param name="Bytes">Its size.</param>
public sealed record SidecarInput(string Root, string Path, string Sha256, long Bytes)
{
    /// <summary>When the original was last changed, UTC, which the result's file keeps; absent where its place doesn't tell.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Modified { get; init; }
}

public sealed record SidecarFile(string Path, string Sha256, long Bytes);

/// <summary>A file that went in with the original, by its role: "mask", "exposure", "frame".</summary>
public sealed record SidecarCompanion(string Role, string Path, string Sha256, long Bytes);

/// <param name="Path">The map: grey, black where the samples agree.</param>
/// <param name="Sha256">Hash of its file.</param>
/// <param name="Bytes">Length of its file.</param>
/// <param name="Samples">Samples drawn.</param>
/// <param name="FullScale">Standard deviation that is drawn white, [0,1] units.</param>
/// <param name="Mean">Mean standard deviation over the picture, [0,1] units.</param>
public sealed record SidecarUncertainty(string Path, string Sha256, long Bytes, int Samples, double FullScale, double Mean);

/// <param name="Path">The mask: white where a mark was filled; can be edited and given back with --mask.</param>
/// <param name="Sha256">Hash of its file.</param>
/// <param name="Bytes">Length of its file.</param>
/// <param name="Bright">Marks brighter than what they cover.</param>
/// <param name="Dark">Marks darker than what they cover.</param>
/// <param name="Share">Of the picture's area, 0 to 1.</param>
/// <param name="Confidence">Mean probability of the marks by area, 0 to 1.</param>
/// <param name="Doubtful">Further places that may be marks and were left as they are.</param>
public sealed record SidecarFound(string Path, string Sha256, long Bytes, int Bright, int Dark, double Share, double Confidence, int Doubtful);

public sealed record SidecarPrior(string Name, string Sha256, string Version);

/// <summary>A point spread function: the observation is the scene convolved with it.</summary>
/// <param name="Size">Side of the kernel.</param>
/// <param name="Channels">One row-major kernel per channel.</param>
public sealed record SidecarKernel(int Size, IReadOnlyList<float[]> Channels);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    NewLine = "\n",
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(Sidecar))]
internal sealed partial class SidecarJson : JsonSerializerContext;
