using System.Text.Json;

namespace BirD.Storage.Results;

/// <summary>Reads the stamp out of a sidecar without knowing the rest of it.</summary>
public static class ResultStampReader
{
    /// <summary>Null when the text is no sidecar or lacks a field: the result then counts as not done.</summary>
    public static ResultStamp? Parse(ReadOnlySpan<byte> sidecar)
    {
        try
        {
            var reader = new Utf8JsonReader(sidecar);
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            var output = root.GetProperty("output");
            return new ResultStamp(
                root.GetProperty("input").GetProperty("sha256").GetString()!,
                root.GetProperty("settingsHash").GetString()!,
                output.GetProperty("sha256").GetString()!,
                output.GetProperty("bytes").GetInt64(),
                root.GetProperty("outcome").GetString()!,
                root.GetProperty("epoch").GetInt64(),
                Companions(root))
            {
                Reason = root.TryGetProperty("reason", out var reason) && reason.ValueKind == JsonValueKind.String ? reason.GetString() : null,
                Uncertainty = Map(root, "uncertainty"),
                Found = Map(root, "found"),
                InputModified = root.GetProperty("input").TryGetProperty("modified", out var modified) ? modified.GetDateTimeOffset() : null,
                Decision = root.TryGetProperty("decision", out var decision) && decision.ValueKind == JsonValueKind.Object
                    ? new DecisionStamp(decision.GetProperty("kind").GetString()!, decision.GetProperty("by").GetString()!, decision.GetProperty("at").GetDateTimeOffset())
                    : null,
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static MapStamp? Map(JsonElement root, string name) => root.TryGetProperty(name, out var map) && map.ValueKind == JsonValueKind.Object
        ? new MapStamp(map.GetProperty("sha256").GetString()!, map.GetProperty("bytes").GetInt64())
        : null;

    private static string Companions(JsonElement root) => root.TryGetProperty("companions", out var companions)
        ? string.Join(',', companions.EnumerateArray().Select(companion => companion.GetProperty("sha256").GetString()))
        : "";
}
