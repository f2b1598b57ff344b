using System.Text.Json;
using System.Text.Json.Serialization;

namespace BirD.Storage.Checkpoints;

/// <summary>The pointer: which checkpoint is the newest, and the one before it to fall back on.</summary>
internal sealed record CheckpointHead(int Schema, long Epoch, CheckpointEntry Current, CheckpointEntry? Previous)
{
    public const int CurrentSchema = 1;

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, CheckpointJson.Default.CheckpointHead);

    /// <summary>Null when the bytes are no head that this version reads.</summary>
    public static CheckpointHead? Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, CheckpointJson.Default.CheckpointHead) is { Schema: CurrentSchema } head ? head : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <param name="Name">Object name beside the head.</param>
/// <param name="Step">Steps taken when it was written.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Xxh3">XxHash3 of the bytes, hexadecimal.</param>
internal sealed record CheckpointEntry(string Name, int Step, long Size, string Xxh3);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(CheckpointHead))]
internal sealed partial class CheckpointJson : JsonSerializerContext;
