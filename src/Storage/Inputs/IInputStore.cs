namespace BirD.Storage.Inputs;

/// <summary>Read-only view of where originals live. There is no way to write through it.</summary>
public interface IInputStore
{
    /// <summary>Reads a whole original.</summary>
    /// <exception cref="InputMissingException">There is no such file, or it can't be read (the message says which).</exception>
    /// <exception cref="InputTooLargeException">The file is larger than <paramref name="maxBytes"/>.</exception>
    Task<ReadOnlyMemory<byte>> ReadAsync(string key, long maxBytes, CancellationToken cancellationToken = default);
}

/// <summary>Opens the roots that a job names.</summary>
public interface IInputStoreFactory
{
    IInputStore Open(string location);
}
