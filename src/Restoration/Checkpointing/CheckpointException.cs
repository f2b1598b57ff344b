namespace BirD.Restoration.Checkpointing;

/// <summary>A checkpoint is damaged, or belongs to another input, model or configuration. Restart the picture instead.</summary>
public sealed class CheckpointException(string message, Exception? inner = null) : Exception(message, inner);
