namespace BirD.Storage.Files;

/// <summary>The originals of one run, to be recognised under whatever name a result may come to them.</summary>
/// <remarks>
/// A file is one of them when it has the same device and number (links, second mounts), or when it would stand in the same
/// folder under a name that some file system takes for the same: case and Unicode normal form don't count. Filled first, then
/// only read, from any thread.
/// </remarks>
public sealed class OriginalSet
{
    private readonly HashSet<FileIdentity> files = [];
    private readonly HashSet<(FileIdentity Folder, string Name)> entries = [];
    private readonly HashSet<string> paths = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FileIdentity?> folders = new(StringComparer.Ordinal);

    /// <summary>None: for places where nobody's originals can lie.</summary>
    public static OriginalSet Empty { get; } = new();

    /// <param name="path">An original, or a file that is only read like one.</param>
    public void Add(string path)
    {
        var full = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(full)!;
        if (!folders.TryGetValue(folder, out var identity))
        {
            folders[folder] = identity = FileFacts.Of(folder).Identity;
        }

        if (identity is { } known)
        {
            entries.Add((known, Fold(Path.GetFileName(full))));
        }

        if (FileFacts.Of(full).Identity is { } file)
        {
            files.Add(file);
        }

        paths.Add(Fold(full));
    }

    /// <summary>True when writing to this path could take the place of an original.</summary>
    public bool Holds(string path)
    {
        var full = Path.GetFullPath(path);
        return paths.Count > 0
            && (paths.Contains(Fold(full))
                || (FileFacts.Of(full).Identity is { } file && files.Contains(file))
                || (FileFacts.Of(Path.GetDirectoryName(full)!).Identity is { } folder && entries.Contains((folder, Fold(Path.GetFileName(full))))));
    }

    private static string Fold(string name) => FileNames.Fold(name);
}
