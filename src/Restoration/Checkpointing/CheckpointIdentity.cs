namespace BirD.Restoration.Checkpointing;

/// <summary>What a checkpoint belongs to. A mismatch in any part means the state would not continue the same run.</summary>
/// <param name="InputSha256">Hash of the input file.</param>
/// <param name="SettingsHash">Hash of settings, prior and algorithm version.</param>
/// <param name="Steps">Steps of the whole run.</param>
public sealed record CheckpointIdentity(string InputSha256, string SettingsHash, int Steps);
