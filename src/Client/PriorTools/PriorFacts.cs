using System.Text.Json.Serialization;
using BirD.Restoration.Priors.Onnx;

namespace BirD.Client.PriorTools;

/// <summary>A prior in the machine-readable output. Scripts depend on these names.</summary>
/// <param name="Name">What the model calls itself; for a broken one, what it is installed as.</param>
/// <param name="Origin">bundled, installed or file.</param>
/// <param name="File">The model.</param>
/// <param name="Error">Why it cannot be used; null when its description is whole.</param>
internal sealed record PriorFacts(string Name, string Origin, string File, string? Error = null)
{
    public string? Version { get; init; }

    public string? Licence { get; init; }

    public long? Bytes { get; init; }

    public string? Sha256 { get; init; }

    /// <summary>eps, x0 or v.</summary>
    public string? Prediction { get; init; }

    public int? SizeMultiple { get; init; }

    /// <summary>The only side length that runs, pixels; null when any multiple does.</summary>
    public int? NativeSize { get; init; }

    public static PriorFacts Of(InstalledPrior prior, PriorDescription description) => new(
        prior.Name, prior.Bundled ? "bundled" : "installed", prior.File)
    {
        Version = description.Info.Version,
        Licence = description.Info.Licence,
        Bytes = description.Bytes,
        Sha256 = description.Info.Sha256,
        Prediction = PriorMetadata.Word(description.Info.Prediction),
        SizeMultiple = description.Info.SizeMultiple,
        NativeSize = description.Info.NativeSize,
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PriorFacts))]
[JsonSerializable(typeof(VerificationLine))]
[JsonSerializable(typeof(ImportLine))]
internal sealed partial class PriorJson : JsonSerializerContext;
