using System.Text.Json;
using System.Text.Json.Serialization;

namespace BirD.Client.Provenance;

/// <summary>What the package needs of a sidecar.</summary>
/// <remarks>What has a default here may be absent there: reading demands all the others.</remarks>
internal sealed record SidecarView(
    FileView Input, FileView Output, string Outcome, string? Reason, string Task, string Profile, int Steps, int Width, int Height, int BitDepth,
    double? NoiseSigma, double? Residual, PriorView Prior, string Software, string SettingsHash, KernelView? Kernel, double ElapsedSeconds,
    DateTimeOffset Finished, IReadOnlyList<string>? Notes = null, FileView? Uncertainty = null, FileView? Found = null, string? StoppedBy = null)
{
    /// <summary>Null when the file is no whole sidecar: its picture then doesn't count.</summary>
    public static SidecarView? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), PackageJson.Default.SidecarView) is { Kernel: null or { IsSound: true } } sidecar ? sidecar : null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

internal sealed record FileView(string Path, string Sha256, long Bytes);

internal sealed record PriorView(string Name, string Sha256, string Version);

internal sealed record KernelView(int Size, IReadOnlyList<float[]> Channels)
{
    /// <summary>Whether as many numbers are there as are announced, for grey or for three colours.</summary>
    [JsonIgnore]
    public bool IsSound => Size is > 0 and < 1024 && Channels.Count is 1 or 3 && Channels.All(channel => channel?.Length == Size * Size);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n",
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(SidecarView))]
[JsonSerializable(typeof(Report))]
internal sealed partial class PackageJson : JsonSerializerContext;
