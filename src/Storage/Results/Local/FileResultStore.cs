using System.Security.Cryptography;
using BirD.Storage.Local;
using BirD.Storage.Objects;

namespace BirD.Storage.Results.Local;

/// <summary>Results in an output folder that mirrors the input tree, each with its sidecar beside it.</summary>
public sealed class FileResultStore : IResultStore
{
    private readonly string root;
    private readonly Replacing replacing;
    private readonly KeyedLock locks;

    /// <param name="directory">The output folder.</param>
    /// <param name="replacing">What results may take the place of; null for earlier results only.</param>
    public FileResultStore(string directory, Replacing? replacing = null)
    {
        root = Path.GetFullPath(directory);
        this.replacing = replacing ?? Replacing.Results;
        locks = new KeyedLock(Path.Combine(root, ResultNames.StateFolder, "locks"));
    }

    /// <summary>True when a result of that name would replace nothing, or a result of ours.</summary>
    public bool IsFreeOrOurs(string key) => new ResultPlace(PathOf(key)) is var place && place.IsFreeOrOurs();

    /// <summary>
    /// Takes back that a result counts as done, and not that it is ours. The picture stays in place until a better one replaces it.
    /// </summary>
    public void Forget(string key)
    {
        var place = new ResultPlace(PathOf(key));
        if (place.Stamp() is not null)
        {
            File.Move(place.Sidecar, place.Pending, overwrite: true);
        }
    }

    /// <summary>Removes what writers that were killed left beside results; only while nobody else writes there.</summary>
    public void Sweep(IEnumerable<string> keys)
    {
        foreach (var folder in keys.Select(key => Path.GetDirectoryName(PathOf(key))!).Distinct(StringComparer.Ordinal))
        {
            AtomicFile.Sweep(folder, SearchOption.TopDirectoryOnly);
        }
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
        var place = new ResultPlace(PathOf(key));
        var stamp = ResultStampReader.Parse(sidecar.Span)
            ?? throw new ArgumentException("The sidecar lacks the stamp's fields.", nameof(sidecar));
        using var held = await locks.AcquireAsync(key, cancellationToken);
        var stored = place.Stamp();
        if (stored is not null && stored.Epoch > stamp.Epoch)
        {
            return false;
        }

        var named = (stored ?? place.PendingStamp()) is { } earlier
            ? default(ResultMaps).With(earlier).Where(map => map.Stamp is not null).Select(map => map.Suffix).ToList()
            : [];
        var given = maps.With(stamp).Where(map => !map.Bytes.IsEmpty).ToList();
        Require(place, given.Select(map => map.Suffix));
        if (stored is null && place.PendingStamp() is not null)
        {
            // An earlier attempt died between its two renames; only this still vouches for the picture that lies there.
            File.Move(place.Pending, place.Sidecar, overwrite: true);
        }

        // Picture before sidecar: whatever the moment of a crash, no sidecar vouches for a picture that is not there.
        AtomicFile.Write(place.Pending, sidecar.Span);

        // Managers sort by file times, and the picture is as old as its original.
        AtomicFile.Write(place.Picture, picture.Span, stamp.InputModified);
        foreach (var (suffix, map, _) in given)
        {
            AtomicFile.Write(place.Picture + suffix, map.Span);
        }

        AtomicFile.Rename(place.Pending, place.Sidecar);
        foreach (var suffix in named.Except(given.Select(map => map.Suffix)))
        {
            // After the sidecar that named it: a map of an earlier result would be taken for one of this.
            File.Delete(place.Picture + suffix);
        }

        return true;
    }

    /// <exception cref="PlaceTakenException">Something lies there that must stay.</exception>
    private void Require(ResultPlace place, IEnumerable<string> maps)
    {
        var suffixes = maps.ToList();
        string[] targets = [place.Picture, place.Sidecar, .. suffixes.Select(suffix => place.Picture + suffix)];
        if (targets.FirstOrDefault(replacing.Originals.Holds) is { } original)
        {
            throw new PlaceTakenException($"{original} is an original of this run and stays. Choose another output folder.");
        }

        if (!replacing.Foreign && !place.IsFreeOrOurs())
        {
            throw new PlaceTakenException($"{place.Picture} is there already and is no result of bird's (it has no valid {ResultNames.SidecarSuffix} beside it), so it stays. Move it away or choose another output folder.");
        }

        if (suffixes.Find(suffix => !place.MapIsFreeOrOurs(suffix)) is { } taken)
        {
            throw new PlaceTakenException($"A map would take the place of {place.Picture + taken}, which belongs to another picture. Rename that picture, or choose another output folder.");
        }
    }

    private string PathOf(string key)
    {
        ObjectKey.Validate(key);
        ResultNames.Validate(key);
        return Path.Combine(root, key.Replace('/', Path.DirectorySeparatorChar));
    }
}

/// <param name="replacing">What results may take the place of; null for earlier results only.</param>
public sealed class FileResultStoreFactory(Replacing? replacing = null) : IResultStoreFactory
{
    public IResultStore Open(string location) => new FileResultStore(location, replacing);
}
