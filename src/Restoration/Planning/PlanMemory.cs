using System.Text.Json;
using System.Text.Json.Serialization;
using BirD.Restoration.Checkpointing;
using BirD.Restoration.Degradations.Blur.Estimation;

namespace BirD.Restoration.Planning;

/// <summary>What a plan was founded on and can't be measured again in passing: goes into the checkpoint, so that a resumed run searches nothing twice.</summary>
/// <remarks>The rest of a plan follows from it, the settings and quick measures of the same pixels.</remarks>
public sealed record PlanMemory
{
    /// <summary>Raised whenever planning would come to something else, so that a run never goes on under another plan than it began with.</summary>
    public const int CurrentVersion = 1;

    public required int Version { get; init; }

    /// <summary>The blur that was found; null where none was, or nobody looked.</summary>
    public BlurDiagnosis? Blur { get; init; }

    public static string Write(RestorationPlan plan) => JsonSerializer.Serialize(
        new PlanMemory { Version = CurrentVersion, Blur = plan.Diagnosis.Blur }, PlanJson.Default.PlanMemory);

    /// <param name="text">What <see cref="Write"/> gave, or null where the checkpoint holds none.</param>
    /// <exception cref="CheckpointException">Of another version of planning, or unreadable: the run must start over.</exception>
    public static PlanMemory Read(string? text)
    {
        try
        {
            return text is not null && JsonSerializer.Deserialize(text, PlanJson.Default.PlanMemory) is { Version: CurrentVersion } memory
                ? memory
                : throw new CheckpointException($"The checkpoint's plan is not of version {CurrentVersion}, the one that this program makes.");
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new CheckpointException($"The checkpoint's plan can't be read: {e.Message}");
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PlanMemory))]
internal sealed partial class PlanJson : JsonSerializerContext;
