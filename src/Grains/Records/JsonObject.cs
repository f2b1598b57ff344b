using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BirD.Storage.Objects;

namespace BirD.Grains.Records;

/// <summary>Small JSON documents in the object store.</summary>
internal static class JsonObject
{
    /// <exception cref="InvalidDataException">The document is damaged.</exception>
    public static async Task<(T Value, ETag ETag)?> ReadAsync<T>(
        IObjectStore store, string key, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        if (await store.GetAsync(key, cancellationToken) is not { } found)
        {
            return null;
        }

        try
        {
            return (JsonSerializer.Deserialize(found.Content.Span, type) ?? throw new InvalidDataException($"{key} is empty."), found.ETag);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{key} is damaged: {e.Message}", e);
        }
    }

    /// <summary>Writes the document if it is still the known one (absent when null); null when it isn't.</summary>
    public static Task<ETag?> WriteAsync<T>(
        IObjectStore store, string key, T value, JsonTypeInfo<T> type, ETag? known, CancellationToken cancellationToken) =>
        store.PutAsync(
            key,
            JsonSerializer.SerializeToUtf8Bytes(value, type),
            known is { } tag ? PutCondition.Match(tag) : PutCondition.Absent,
            cancellationToken);
}
