namespace BirD.Restoration.Priors;

/// <summary>The device or its runtime failed; the picture itself is not to blame.</summary>
public sealed class EngineException(string message, bool outOfMemory, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>True when a smaller batch or another device may succeed.</summary>
    public bool OutOfMemory { get; } = outOfMemory;
}
