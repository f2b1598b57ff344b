using System.Globalization;
using System.Security.Cryptography;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using BirD.Storage.Azure;
using BirD.Storage.Objects;
using Tag = Azure.ETag;

namespace BirD.Storage.Results.Azure;

/// <summary>Results in a container, each with its sidecar beside it.</summary>
/// <remarks>
/// Both carry the epoch as metadata and are put under a condition on what was seen before, so whoever comes with a lower
/// epoch is refused also when the two write at the same moment.
/// </remarks>
/// <param name="container">The container; must exist.</param>
/// <param name="prefix">Put before every key; empty, or ending in '/'.</param>
public sealed class BlobResultStore(BlobContainerClient container, string prefix = "") : IResultStore
{
    private const string EpochMark = "birdepoch";
    private const string HashMark = "birdsha256";

    public Task<ResultStamp?> FindAsync(string key, CancellationToken cancellationToken = default)
    {
        var sidecar = BlobOf(key, ResultNames.SidecarSuffix);
        return GuardAsync<ResultStamp?>(key, async () =>
        {
            try
            {
                return ResultStampReader.Parse((await sidecar.DownloadContentAsync(cancellationToken)).Value.Content.ToMemory().Span);
            }
            catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.BlobNotFound)
            {
                return null;
            }
        }, cancellationToken);
    }

    public async Task<bool> IsWholeAsync(string key, ResultStamp stamp, CancellationToken cancellationToken = default)
    {
        foreach (var (suffix, _, map) in default(ResultMaps).With(stamp))
        {
            if (map is not null && !await IsWholeAsync(key, BlobOf(key, suffix), map.Sha256, map.Bytes, cancellationToken))
            {
                return false;
            }
        }

        return await IsWholeAsync(key, BlobOf(key), stamp.OutputSha256, stamp.OutputBytes, cancellationToken);
    }

    private Task<bool> IsWholeAsync(string key, BlobClient blob, string sha256, long bytes, CancellationToken cancellationToken)
    {
        return GuardAsync(key, async () =>
        {
            try
            {
                var found = (await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
                if (found.ContentLength != bytes)
                {
                    return false;
                }

                // The mark was set by the write that made these bytes; whoever replaced them by other means dropped it.
                return found.Metadata.TryGetValue(HashMark, out var sha)
                    ? sha == sha256
                    : await HashAsync(blob, cancellationToken) == sha256;
            }
            catch (RequestFailedException e) when (e.Status == 404 && e.ErrorCode != BlobErrorCode.ContainerNotFound)
            {
                return false;
            }
        }, cancellationToken);
    }

    public async Task<bool> PutAsync(
        string key, ReadOnlyMemory<byte> picture, ResultMaps maps, ReadOnlyMemory<byte> sidecar, CancellationToken cancellationToken = default)
    {
        var stamp = ResultStampReader.Parse(sidecar.Span)
            ?? throw new ArgumentException("The sidecar lacks the stamp's fields.", nameof(sidecar));
        var marks = Marks(stamp.Epoch, stamp.OutputSha256);

        await RequireAsync(key, ["", .. maps.With(stamp).Where(map => !map.Bytes.IsEmpty).Select(map => map.Suffix)], cancellationToken);

        // Picture before sidecar: whatever the moment of a crash, no sidecar vouches for a picture that is not there.
        return await PutAsync(BlobOf(key), key, picture, marks, stamp.Epoch, cancellationToken)
            && await AllAsync(maps.With(stamp).Where(map => !map.Bytes.IsEmpty), map =>
                PutAsync(BlobOf(key, map.Suffix), key, map.Bytes, Marks(stamp.Epoch, map.Stamp?.Sha256 ?? ""), stamp.Epoch, cancellationToken))
            && await PutAsync(BlobOf(key, ResultNames.SidecarSuffix), key, sidecar, marks, stamp.Epoch, cancellationToken)
            && await AllAsync(maps.With(stamp).Where(map => map.Bytes.IsEmpty), map =>
                RemoveOursAsync(BlobOf(key, map.Suffix), key, stamp.Epoch, cancellationToken));
    }

    /// <summary>One after another, as long as none is refused.</summary>
    private static async Task<bool> AllAsync<T>(IEnumerable<T> all, Func<T, Task<bool>> one)
    {
        foreach (var item in all)
        {
            if (!await one(item))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What a write of ours put there bears its mark; what does not, and no sidecar vouches for, is somebody else's.</summary>
    /// <exception cref="PlaceTakenException">It must stay.</exception>
    private async Task RequireAsync(string key, IReadOnlyList<string> suffixes, CancellationToken cancellationToken)
    {
        foreach (var blob in suffixes.Select(suffix => BlobOf(key, suffix)))
        {
            if (await GuardAsync(key, () => IsForeignAsync(blob, cancellationToken), cancellationToken) && await FindAsync(key, cancellationToken) is null)
            {
                throw new PlaceTakenException(
                    $"{container.Name}/{blob.Name} is there already and is no result of bird's (it has no valid {ResultNames.SidecarSuffix} beside it), so it stays. Move it away or choose another output.");
            }
        }
    }

    private static async Task<bool> IsForeignAsync(BlobClient blob, CancellationToken cancellationToken)
    {
        try
        {
            return !(await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value.Metadata.ContainsKey(EpochMark);
        }
        catch (RequestFailedException e) when (e.Status == 404 && e.ErrorCode != BlobErrorCode.ContainerNotFound)
        {
            return false;
        }
    }

    private async Task<bool> RemoveOursAsync(BlobClient blob, string key, long epoch, CancellationToken cancellationToken) =>
        await GuardAsync(key, () => IsForeignAsync(blob, cancellationToken), cancellationToken) || await RemoveAsync(blob, key, epoch, cancellationToken);

    /// <summary>Takes away what an earlier result left; after the sidecar that named it.</summary>
    private Task<bool> RemoveAsync(BlobClient blob, string key, long epoch, CancellationToken cancellationToken) => GuardAsync(key, async () =>
    {
        while (true)
        {
            var (stored, tag) = await ReadEpochAsync(blob, cancellationToken);
            if (stored > epoch || tag is not { } known)
            {
                return stored <= epoch;
            }

            try
            {
                await blob.DeleteAsync(conditions: new BlobRequestConditions { IfMatch = known }, cancellationToken: cancellationToken);
                return true;
            }
            catch (RequestFailedException e) when (e.Status is 412 or 404 && e.ErrorCode != BlobErrorCode.ContainerNotFound)
            {
                // Somebody was faster: look again.
            }
        }
    }, cancellationToken);

    private static Dictionary<string, string> Marks(long epoch, string sha256) => new()
    {
        [EpochMark] = epoch.ToString(CultureInfo.InvariantCulture),
        [HashMark] = sha256,
    };

    private Task<bool> PutAsync(
        BlobClient blob, string key, ReadOnlyMemory<byte> content, Dictionary<string, string> marks, long epoch, CancellationToken cancellationToken) =>
        GuardAsync(key, async () =>
        {
            while (true)
            {
                var (stored, tag) = await ReadEpochAsync(blob, cancellationToken);
                if (stored > epoch)
                {
                    return false;
                }

                var options = new BlobUploadOptions
                {
                    Metadata = marks,
                    HttpHeaders = new BlobHttpHeaders { ContentType = ResultNames.ContentTypeOf(blob.Name) },
                    Conditions = tag is { } known ? new BlobRequestConditions { IfMatch = known } : new BlobRequestConditions { IfNoneMatch = Tag.All },
                };
                try
                {
                    await blob.UploadAsync(BinaryData.FromBytes(content), options, cancellationToken);
                    return true;
                }
                catch (RequestFailedException e) when (e.Status is 412 || e.ErrorCode == BlobErrorCode.BlobAlreadyExists || (e.ErrorCode == BlobErrorCode.BlobNotFound && tag is not null))
                {
                    // Somebody was faster, or our own repeated request found its work done: look again.
                }
            }
        }, cancellationToken);

    private static async Task<(long Epoch, Tag? Tag)> ReadEpochAsync(BlobClient blob, CancellationToken cancellationToken)
    {
        try
        {
            var found = (await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
            var epoch = found.Metadata.TryGetValue(EpochMark, out var text) && long.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : 0;
            return (epoch, found.ETag);
        }
        catch (RequestFailedException e) when (e.Status == 404 && e.ErrorCode != BlobErrorCode.ContainerNotFound)
        {
            return (0, null);
        }
    }

    private static async Task<string> HashAsync(BlobClient blob, CancellationToken cancellationToken)
    {
        await using var stream = await blob.OpenReadAsync(cancellationToken: cancellationToken);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
    }

    private BlobClient BlobOf(string key, string suffix = "")
    {
        ObjectKey.Validate(key);
        ResultNames.Validate(key);
        return container.GetBlobClient(prefix + key + suffix);
    }

    private Task<T> GuardAsync<T>(string key, Func<Task<T>> call, CancellationToken cancellationToken) =>
        BlobFailure.GuardAsync(container.Name, key, call, cancellationToken);
}
