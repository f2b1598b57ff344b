using System.Security.Cryptography;
using BirD.Storage.Local;
using BirD.Storage.Objects;

namespace BirD.Storage.Results.Local;

/// <summary>Results in an output folder that mirrors the input tree, each with its sidecar beside it.</summary>
public sealed class FileResultStore : IResultStore
{
    private readonly string root;
    private readonly KeyedLock locks;

    public FileResultStore(string directory)
    {
        root = Path.GetFullPath(directory);
        locks = new KeyedLock(Path.Combine(root, ResultNames.StateFolder, "locks"));
    }

    public async Task<ResultStamp?> FindAsync(string key, CancellationToken cancellationToken = default)
    {
        var sidecar = PathOf(key) + ResultNames.SidecarSuffix;
        return File.Exists(sidecar) ? ResultStampReader.Parse(await File.ReadAllBytesAsync(sidecar, cancellationToken)) : null;
    }

    public async Task<bool> IsWholeAsync(string key, ResultStamp stamp, CancellationToken cancellationToken = default)
    {
        var path = PathOf(key);
        foreach (var (suffix, _, map) in default(ResultMaps).With(stamp))
        {
            if (map is not null && !await IsWholeAsync(path + suffix, map.Sha256, map.Bytes, cancellationToken))
            {
                return false;
            }
        }

        return await IsWholeAsync(path, stamp.OutputSha256, stamp.OutputBytes, cancellationToken);
    }

    private static async Task<bool> IsWholeAsync(string path, string sha256, long bytes, CancellationToken cancellationToken)
    {
        if (!File.Exists(path) || new FileInfo(path).Length != bytes)
        {
            return false;
        }

        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, useAsync: true);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken)) == sha256;
    }

    public async Task<bool> PutAsync(
        string key, ReadOnlyMemory<byte> picture, ResultMaps maps, ReadOnlyMemory<byte> sidecar, CancellationToken cancellationToken = default)
    {
        var path = PathOf(key);
        var stamp = ResultStampReader.Parse(sidecar.Span)
            ?? throw new ArgumentException("The sidecar lacks the stamp's fields.", nameof(sidecar));
        using var held = await locks.AcquireAsync(key, cancellationToken);
        if (await FindAsync(key, cancellationToken) is { } stored && stored.Epoch > stamp.Epoch)
        {
            return false;
        }

        // Picture before sidecar: whatever the moment of a crash, no sidecar vouches for a picture that is not there.
        AtomicFile.Write(path, picture.Span);
        foreach (var (suffix, map, _) in maps.With(stamp).Where(map => !map.Bytes.IsEmpty))
        {
            AtomicFile.Write(path + suffix, map.Span);
        }

        AtomicFile.Write(path + ResultNames.SidecarSuffix, sidecar.Span);
        foreach (var (suffix, _, _) in maps.With(stamp).Where(map => map.Bytes.IsEmpty))
        {
            // After the sidecar that named it: a map of an earlier result would be taken for one of this.
            File.Delete(path + suffix);
        }

        return true;
    }

    private string PathOf(string key)
    {
        ObjectKey.Validate(key);
        ResultNames.Validate(key);
        return Path.Combine(root, key.Replace('/', Path.DirectorySeparatorChar));
    }
}

public sealed class FileResultStoreFactory : IResultStoreFactory
{
    public IResultStore Open(string location) => new FileResultStore(location);
}
