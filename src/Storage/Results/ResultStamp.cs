namespace BirD.Storage.Results;

/// <summary>The few fields of a sidecar that decide whether a result counts as done.</summary>
/// <param name="InputSha256">"input.sha256" in the sidecar.</param>
/// <param name="SettingsHash">"settingsHash".</param>
/// <param name="OutputSha256">"output.sha256".</param>
/// <param name="OutputBytes">"output.bytes".</param>
/// <param name="Outcome">"outcome": restored, unchanged or damaged.</param>
/// <param name="Epoch">"epoch" of the lease under which it was made.</param>
/// <param name="CompanionsSha256">"companions[].sha256", comma-separated; empty when the picture came alone.</param>
public sealed record ResultStamp(
    string InputSha256, string SettingsHash, string OutputSha256, long OutputBytes, string Outcome, long Epoch,
    string CompanionsSha256 = "")
{
    /// <summary>Whether the original was found to be damaged: the result is its bytes, and somebody should look for another copy.</summary>
    public bool IsDamaged => Outcome == Damaged;

    /// <summary>The outcome's word.</summary>
    public const string Damaged = "damaged";

    /// <summary>Why the result is what it is: "reason"; null when there is nothing to say.</summary>
    public string? Reason { get; init; }

    /// <summary>"input.modified": when the original was last changed; null when unknown.</summary>
    public DateTimeOffset? InputModified { get; init; }

    /// <summary>The map of uncertainty that belongs to the result; null when there is none.</summary>
    public MapStamp? Uncertainty { get; init; }

    /// <summary>The mask of the marks that were found in the picture; null when there is none.</summary>
    public MapStamp? Found { get; init; }

    /// <summary>The decision of a person that made the result what it is; null when it is what the method made of it.</summary>
    public DecisionStamp? Decision { get; init; }
}

/// <param name="Sha256">"uncertainty.sha256", "found.sha256".</param>
/// <param name="Bytes">"uncertainty.bytes", "found.bytes".</param>
public sealed record MapStamp(string Sha256, long Bytes);

/// <param name="Kind">"decision.kind".</param>
/// <param name="By">"decision.by".</param>
/// <param name="At">"decision.at", UTC.</param>
public sealed record DecisionStamp(string Kind, string By, DateTimeOffset At)
{
    /// <summary>The original's bytes are the result.</summary>
    public const string KeepOriginal = "keep-original";
}
