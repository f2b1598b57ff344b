using System.Text.Json.Serialization;

namespace BirD.Grains.Records;

/// <summary>One line of <c>deadletter/{shard:D6}.jsonl</c>: a picture that was given up, and why.</summary>
public sealed record DeadLetter
{
    public int Schema { get; init; } = 1;

    public required int Item { get; init; }

    public required string Root { get; init; }

    public required string Key { get; init; }

    public required string Output { get; init; }

    /// <summary>"input", "transient", "resource" or "poison".</summary>
    [JsonPropertyName("class")]
    public required string FailureClass { get; init; }

    public required string Message { get; init; }

    public required int Attempts { get; init; }

    public required int Deaths { get; init; }

    public required long Epoch { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DeadLetter))]
internal sealed partial class DeadLetterJson : JsonSerializerContext;
