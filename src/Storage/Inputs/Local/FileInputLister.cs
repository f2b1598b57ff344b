using System.Runtime.CompilerServices;
using BirD.Storage.Objects;

namespace BirD.Storage.Inputs.Local;

/// <summary>Lists a directory tree without leaving it and without holding more than one path of folders in memory.</summary>
/// <remarks>
/// Links are passed over: one to a folder could list pictures twice or for ever, one to a file could lead anywhere. What clouds
/// and deduplication put in a file's place on Windows is a reparse point and no link, and is listed. Pipes and devices are listed
/// too, and refused when they are read: so they are told of, and never opened.
/// </remarks>
public sealed class FileInputLister(string directory) : IInputLister
{
    private static readonly EnumerationOptions OneFolder = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    private readonly string root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));

    public async IAsyncEnumerable<InputEntry> ListAsync(
        string prefix, string? after = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var start = Folder(prefix);
        if (!start.Exists)
        {
            throw new InputMissingException($"The input folder {start.FullName} is not there.");
        }

        foreach (var entry in Walk(start, prefix.Length == 0 ? "" : prefix + "/", after))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return entry;
        }

        await Task.CompletedTask;
    }

    public async IAsyncEnumerable<InputEntry> ListFolderAsync(string folder, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var start = Folder(folder);
        foreach (var (key, entry) in start.Exists ? Children(start, folder.Length == 0 ? "" : folder + "/") : [])
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (entry is FileInfo file)
            {
                yield return new InputEntry(key, SizeOf(file));
            }
        }

        await Task.CompletedTask;
    }

    private DirectoryInfo Folder(string prefix)
    {
        if (prefix.Length > 0)
        {
            ObjectKey.Validate(prefix);
        }

        var folder = new DirectoryInfo(Path.Combine(root, prefix.Replace('/', Path.DirectorySeparatorChar)));
        LocalLinks.Refuse(root, folder.FullName);
        return folder;
    }

    /// <summary>Depth first; a folder sorts as its name with a slash behind it, which makes the whole ordinal by key.</summary>
    private static IEnumerable<InputEntry> Walk(DirectoryInfo folder, string path, string? after)
    {
        foreach (var (key, entry) in Children(folder, path))
        {
            if (entry is DirectoryInfo child)
            {
                // Only a folder that sorts after the key, or that the key lies in, can still hold greater ones.
                if (after is null || string.CompareOrdinal(key, after) > 0 || after.StartsWith(key, StringComparison.Ordinal))
                {
                    foreach (var below in Walk(child, key, after))
                    {
                        yield return below;
                    }
                }
            }
            else if (after is null || string.CompareOrdinal(key, after) > 0)
            {
                yield return new InputEntry(key, SizeOf((FileInfo)entry));
            }
        }
    }

    /// <summary>A file that went away since it was listed has none; reading it says so.</summary>
    private static long SizeOf(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (FileNotFoundException)
        {
            return 0;
        }
    }

    private static List<(string Key, FileSystemInfo Entry)> Children(DirectoryInfo folder, string path)
    {
        try
        {
            var children = folder.EnumerateFileSystemInfos("*", OneFolder).Where(entry => entry.LinkTarget is null)
                .Select(entry => (Key: entry is DirectoryInfo ? $"{path}{entry.Name}/" : path + entry.Name, entry)).ToList();
            children.Sort((a, b) => string.CompareOrdinal(a.Key, b.Key));
            return children;
        }
        catch (DirectoryNotFoundException e) when (folder.Name.Contains('\uFFFD', StringComparison.Ordinal))
        {
            throw new InputMissingException($"The input folder {folder.FullName} {FileInputStore.NoUtf8}", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new InputMissingException($"The input folder {folder.FullName} can't be read: no permission.", e);
        }
    }
}

public sealed class FileInputListerFactory : IInputListerFactory
{
    public IInputLister Open(string location) => new FileInputLister(location);
}
