namespace BirD.Storage.Inputs;

/// <summary>Read-only listing of what lies below an input root.</summary>
public interface IInputLister
{
    /// <summary>
    /// Every file below a prefix, in ordinal order of its key, those after <paramref name="after"/> when given. An
    /// interrupted listing is continued by naming the last key that was dealt with.
    /// </summary>
    /// <param name="prefix">A folder below the root, '/'-separated, without a slash at its end; empty for the whole root.</param>
    /// <param name="after">A key (not relative to the prefix); only greater ones are listed.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    /// <exception cref="InputMissingException">The root or the prefix isn't there or can't be read; the message says which.</exception>
    IAsyncEnumerable<InputEntry> ListAsync(string prefix, string? after = null, CancellationToken cancellationToken = default);

    /// <summary>The files directly in a folder, in any order; nothing when there is no such folder.</summary>
    /// <param name="folder">A folder below the root, '/'-separated, without a slash at its end; empty for the root itself.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    /// <exception cref="InputMissingException">It can't be read.</exception>
    IAsyncEnumerable<InputEntry> ListFolderAsync(string folder, CancellationToken cancellationToken = default);
}

/// <summary>A file below an input root.</summary>
/// <param name="Key">Path below the root (not below the prefix), '/'-separated.</param>
/// <param name="Size">Bytes when listed.</param>
public readonly record struct InputEntry(string Key, long Size);

/// <summary>Opens listings of the roots that a job names.</summary>
public interface IInputListerFactory
{
    IInputLister Open(string location);
}
