namespace BirD.Storage.Inputs;

/// <summary>Read-only view of where originals live. There is no way to write through it.</summary>
public interface IInputStore
{
    /// <summary>Reads a whole original.</summary>
    /// <exception cref="InputMissingException">There is no such file, or it can't be read (the message says which).</exception>
    /// <exception cref="InputTooLargeException">The file is larger than <paramref name="maxBytes"/>.</exception>
    Task<ReadOnlyMemory<byte>> ReadAsync(string key, long maxBytes, CancellationToken cancellationToken = default);

    /// <summary>How large the file is and which state it is in, without reading it.</summary>
    /// <exception cref="InputMissingException">There is no such file, or it can't be looked at.</exception>
    Task<InputStamp> StampAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>When the original was last changed; null when the place doesn't tell, or it isn't there.</summary>
    Task<DateTimeOffset?> ModifiedAsync(string key, CancellationToken cancellationToken = default) => Task.FromResult<DateTimeOffset?>(null);
}

/// <param name="Length">Bytes.</param>
/// <param name="Tag">Differs when the file was changed: its time, or what a store says for it. Only good for comparing.</param>
public readonly record struct InputStamp(long Length, string Tag);

/// <summary>Opens the roots that a job names.</summary>
public interface IInputStoreFactory
{
    IInputStore Open(string location);
}
