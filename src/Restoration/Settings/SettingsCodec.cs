using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BirD.Restoration.Settings;

/// <summary>Settings as canonical JSON, and the hash under which results count as done.</summary>
public static class SettingsCodec
{
    /// <summary>Raised whenever the same settings would give other bytes; part of every settings hash.</summary>
    public const int AlgorithmVersion = 7;

    public static string ToJson(RestoreSettings settings) =>
        JsonSerializer.Serialize(settings, SettingsJson.Default.RestoreSettings);

    /// <exception cref="JsonException">
    /// The text is no settings document, or holds a setting that this version doesn't know: ignoring it would give another
    /// result than was asked for.
    /// </exception>
    public static RestoreSettings FromJson(string json) =>
        JsonSerializer.Deserialize(json, SettingsJson.Default.RestoreSettings)
        ?? throw new JsonException("Settings must be a JSON object.");

    /// <summary>Lower-case hexadecimal SHA-256 over settings, prior and algorithm version.</summary>
    public static string Hash(RestoreSettings settings, string priorSha256) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{AlgorithmVersion}\n{priorSha256}\n{ToJson(settings)}")));
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RestoreSettings))]
internal sealed partial class SettingsJson : JsonSerializerContext;
