using BirD.Restoration.Diagnosis;

namespace BirD.Restoration.Pipeline;

/// <summary>What will be done to a picture, and why.</summary>
public sealed record RestorationPlan
{
    /// <summary>The task that runs; never <see cref="RestorationTask.Auto"/> when there is a session.</summary>
    public required RestorationTask Task { get; init; }

    /// <summary>Set when the picture is left alone: the sentence for the user.</summary>
    public string? LeaveAloneReason { get; init; }

    public required PictureDiagnosis Diagnosis { get; init; }
}
