using System.Text.Json.Serialization;
using BirD.Storage.Results;

namespace BirD.Grains.Records;

/// <summary>What somebody decided last about one picture: one object in the job's folder, which outlives the run.</summary>
/// <param name="Output">The picture, by the path of its result: the same in every run of the job.</param>
/// <param name="Kind">"keep-original", or "restore-again" where that was taken back.</param>
/// <param name="By">Who decided.</param>
/// <param name="At">When, UTC.</param>
/// <param name="InputSha256">The original that was decided on; null for whatever lies there.</param>
public sealed record DecisionRecord(string Output, string Kind, string By, DateTimeOffset At, string? InputSha256)
{
    public const int CurrentSchema = 1;

    public const string RestoreAgain = "restore-again";

    public int Schema { get; init; } = CurrentSchema;

    [JsonIgnore]
    public bool IsKnown => Schema == CurrentSchema && Kind is DecisionStamp.KeepOriginal or RestoreAgain;

    /// <summary>What the sidecar says of a result that came of it; null when the result comes of work.</summary>
    [JsonIgnore]
    public DecisionStamp? Stamp => Kind == DecisionStamp.KeepOriginal ? new(Kind, By, At) : null;

    /// <summary>Whether it is about a picture of these bytes.</summary>
    public bool Holds(string inputSha256) => InputSha256 is null || InputSha256 == inputSha256;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(DecisionRecord))]
internal sealed partial class DecisionJson : JsonSerializerContext;
