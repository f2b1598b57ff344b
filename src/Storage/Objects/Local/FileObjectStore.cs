using System.Runtime.CompilerServices;
using BirD.Storage.Local;

namespace BirD.Storage.Objects.Local;

/// <summary>An object store in a local directory: objects are plain files, versions lie in a private area beside them.</summary>
/// <remarks>
/// For one host (any number of its processes): file locks over a network share can't be relied on.
/// A write stores the new version tag, then renames the content into place. Dying in between leaves the old content under
/// a tag that nobody holds, so whoever wrote conditionally reads again; no tag ever stands for two contents.
/// </remarks>
public sealed class FileObjectStore : IObjectStore
{
    private const string Private = ".store";
    private readonly string root;
    private readonly string versions;
    private readonly KeyedLock locks;

    public FileObjectStore(string directory)
    {
        root = Path.GetFullPath(directory);
        versions = Path.Combine(root, Private, "versions");
        locks = new KeyedLock(Path.Combine(root, Private, "locks"));
    }

    public async Task<StoredObject?> GetAsync(string key, CancellationToken cancellationToken = default)
    {
        var path = PathOf(key);
        if (!File.Exists(path))
        {
            return null;
        }

        // Content and tag are two files: read under the key's lock so that they belong together.
        using var held = await locks.AcquireAsync(key, cancellationToken);
        return File.Exists(path)
            ? new StoredObject(await File.ReadAllBytesAsync(path, cancellationToken), ReadTag(key) ?? WriteTag(key))
            : null;
    }

    public async Task<ETag?> PutAsync(
        string key, ReadOnlyMemory<byte> content, PutCondition condition = default, CancellationToken cancellationToken = default)
    {
        var path = PathOf(key);
        using var held = await locks.AcquireAsync(key, cancellationToken);
        if ((condition.IfAbsent && File.Exists(path)) || (condition.IfMatch is { } tag && !Matches(key, path, tag)))
        {
            return null;
        }

        var next = WriteTag(key);
        AtomicFile.Write(path, content.Span, secret: key.StartsWith(ObjectKey.Secrets, StringComparison.Ordinal));
        return next;
    }

    public async Task<bool> DeleteAsync(string key, ETag? ifMatch = null, CancellationToken cancellationToken = default)
    {
        var path = PathOf(key);
        if (!File.Exists(path))
        {
            return false;
        }

        using var held = await locks.AcquireAsync(key, cancellationToken);
        if (!File.Exists(path) || (ifMatch is { } tag && !Matches(key, path, tag)))
        {
            return false;
        }

        try
        {
            File.Delete(path);
            File.Delete(TagPath(key));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw LocalFailure.Explain(path, e);
        }

        return true;
    }

    public async IAsyncEnumerable<string> ListAsync(
        string prefix, string? after = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // Starting at the deepest whole folder of the prefix keeps a listing of one job from walking all of them.
        var folder = prefix[..(prefix.LastIndexOf('/') + 1)];
        await Task.CompletedTask;
        foreach (var key in Keys(folder).Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (after is null || string.CompareOrdinal(key, after) > 0)
            {
                yield return key;
            }
        }
    }

    public async IAsyncEnumerable<string> ListFoldersAsync(
        string parent, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        var directory = new DirectoryInfo(Path.Combine(root, parent.Replace('/', Path.DirectorySeparatorChar)));
        var folders = directory.Exists ? directory.EnumerateDirectories() : [];
        foreach (var folder in folders.Where(folder => folder.Name != Private).OrderBy(folder => folder.Name, StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();

            // Deleting an object leaves its folder behind; a folder without objects is none.
            if (Keys($"{parent}{folder.Name}/").Any())
            {
                yield return folder.Name;
            }
        }
    }

    private IEnumerable<string> Keys(string folder)
    {
        var directory = new DirectoryInfo(Path.Combine(root, folder.Replace('/', Path.DirectorySeparatorChar)));
        if (!IsThere(directory))
        {
            return [];
        }

        // What can't be read is a fault and not an absence: keys that nobody sees would let everybody in.
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false };
        return Explained(directory.FullName, directory.EnumerateFiles("*", options)
            .Where(file => !file.Name.StartsWith(AtomicFile.TemporaryPrefix, StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(root, file.FullName).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(key => !key.StartsWith(Private + "/", StringComparison.Ordinal)));
    }

    /// <summary>A folder that nobody may look into counts as there, and says so when it is looked into.</summary>
    private static bool IsThere(DirectoryInfo directory)
    {
        try
        {
            return File.GetAttributes(directory.FullName).HasFlag(FileAttributes.Directory);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw LocalFailure.Explain(directory.FullName, e);
        }
    }

    /// <summary>The same, with the failures of the file system as those of a store.</summary>
    private static List<string> Explained(string directory, IEnumerable<string> keys)
    {
        try
        {
            return [.. keys];
        }
        catch (DirectoryNotFoundException)
        {
            // Taken away meanwhile, with all that was in it.
            return [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw LocalFailure.Explain(directory, e);
        }
    }

    private bool Matches(string key, string path, ETag tag) => File.Exists(path) && ReadTag(key) == tag;

    private ETag? ReadTag(string key) => File.Exists(TagPath(key)) ? new ETag(File.ReadAllText(TagPath(key))) : null;

    private ETag WriteTag(string key)
    {
        var tag = new ETag(Guid.NewGuid().ToString("N"));
        AtomicFile.Write(TagPath(key), System.Text.Encoding.ASCII.GetBytes(tag.Value));
        return tag;
    }

    private string TagPath(string key) => Path.Combine(versions, key.Replace('/', Path.DirectorySeparatorChar) + ".tag");

    private string PathOf(string key)
    {
        ObjectKey.Validate(key);
        if (key.Split('/')[0] == Private || key.Split('/')[^1].StartsWith(AtomicFile.TemporaryPrefix, StringComparison.Ordinal))
        {
            throw new ArgumentException($"'{key}' is reserved for the store itself.", nameof(key));
        }

        return Path.Combine(root, key.Replace('/', Path.DirectorySeparatorChar));
    }
}
