using System.Text.Json;
using System.Text.Json.Serialization;

namespace BirD.Client.Provenance;

/// <summary>What the package needs of a sidecar.</summary>
internal sealed record SidecarView(
    FileView Input, FileView Output, string Outcome, string? Reason, string Task, string Profile, int Steps, string? StoppedBy, int Width, int Height, int BitDepth,
    double? NoiseSigma, double? Residual, PriorView Prior, string Software, string SettingsHash, KernelView? Kernel, double ElapsedSeconds,
    DateTimeOffset Finished, IReadOnlyList<string>? Notes, FileView? Uncertainty, FileView? Found = null)
{
    /// <summary>Null when the file is no whole sidecar: its picture then doesn't count.</summary>
    public static SidecarView? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), PackageJson.Default.SidecarView);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

internal sealed record FileView(string Path, string Sha256, long Bytes);

internal sealed record PriorView(string Name, string Sha256, string Version);

internal sealed record KernelView(int Size, IReadOnlyList<float[]> Channels);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n",
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(SidecarView))]
[JsonSerializable(typeof(Report))]
internal sealed partial class PackageJson : JsonSerializerContext;
