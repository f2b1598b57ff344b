using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using BirD.Storage.Azure;

namespace BirD.Storage.Objects.Azure;

/// <summary>An object store in a container of Azure Blob Storage.</summary>
/// <remarks>
/// Large objects go up in blocks and appear by one commit, so nobody ever sees a part. The library repeats requests whose
/// answer got lost; a repeated conditional write finds its own work and would look like a lost race, so every write is
/// marked and the mark is looked at before a race counts as lost.
/// </remarks>
/// <param name="container">The container; must exist.</param>
/// <param name="root">Put before every key; empty, or ending in '/'.</param>
/// <param name="blockBytes">Objects above this size are uploaded in blocks of it.</param>
public sealed class BlobObjectStore(BlobContainerClient container, string root = "", long blockBytes = 8 << 20) : IObjectStore
{
    private const string Mark = "birdwrite";

    public Task<StoredObject?> GetAsync(string key, CancellationToken cancellationToken = default)
    {
        var blob = BlobOf(key);
        return GuardAsync<StoredObject?>(key, async () =>
        {
            try
            {
                var found = (await blob.DownloadContentAsync(cancellationToken)).Value;
                return new StoredObject(found.Content.ToMemory(), TagOf(found.Details.ETag));
            }
            catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.BlobNotFound)
            {
                return null;
            }
        }, cancellationToken);
    }

    public Task<ETag?> PutAsync(
        string key, ReadOnlyMemory<byte> content, PutCondition condition = default, CancellationToken cancellationToken = default)
    {
        var blob = BlobOf(key);
        var mark = Guid.NewGuid().ToString("N");
        var options = new BlobUploadOptions
        {
            Conditions = ToConditions(condition),
            Metadata = new Dictionary<string, string> { [Mark] = mark },
            TransferOptions = new StorageTransferOptions
            {
                InitialTransferSize = blockBytes,
                MaximumTransferSize = blockBytes,
                MaximumConcurrency = 4,
            },
        };
        return GuardAsync<ETag?>(key, async () =>
        {
            try
            {
                return TagOf((await blob.UploadAsync(BinaryData.FromBytes(content), options, cancellationToken)).Value.ETag);
            }
            catch (RequestFailedException e) when (IsLostRace(e, condition))
            {
                return await FindOwnAsync(blob, mark, cancellationToken);
            }
        }, cancellationToken);
    }

    public Task<bool> DeleteAsync(string key, ETag? ifMatch = null, CancellationToken cancellationToken = default)
    {
        var blob = BlobOf(key);
        var conditions = ifMatch is { } tag ? new BlobRequestConditions { IfMatch = new global::Azure.ETag(tag.Value) } : null;
        return GuardAsync(key, async () =>
        {
            try
            {
                return (await blob.DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, conditions, cancellationToken)).Value;
            }
            catch (RequestFailedException e) when (e.Status == 412)
            {
                return false;
            }
        }, cancellationToken);
    }

    public async IAsyncEnumerable<string> ListAsync(
        string prefix, string? after = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var pages = container.GetBlobsAsync(BlobTraits.None, BlobStates.None, root + prefix, cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        while (await GuardAsync(prefix, () => pages.MoveNextAsync().AsTask(), cancellationToken))
        {
            var key = pages.Current.Name[root.Length..];
            if (after is null || string.CompareOrdinal(key, after) > 0)
            {
                yield return key;
            }
        }
    }

    public async IAsyncEnumerable<string> ListFoldersAsync(
        string parent, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var full = root + parent;
        await using var pages = container.GetBlobsByHierarchyAsync(BlobTraits.None, BlobStates.None, "/", full, cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        while (await GuardAsync(parent, () => pages.MoveNextAsync().AsTask(), cancellationToken))
        {
            if (pages.Current.IsPrefix)
            {
                yield return pages.Current.Prefix[full.Length..^1];
            }
        }
    }

    private static BlobRequestConditions? ToConditions(PutCondition condition) =>
        condition.IfAbsent ? new BlobRequestConditions { IfNoneMatch = global::Azure.ETag.All }
        : condition.IfMatch is { } tag ? new BlobRequestConditions { IfMatch = new global::Azure.ETag(tag.Value) }
        : null;

    /// <summary>412: the tag differs. 409: it exists. 404: there is nothing that could have the tag.</summary>
    private static bool IsLostRace(RequestFailedException failure, PutCondition condition) =>
        failure.Status == 412
        || (condition.IfAbsent && failure.ErrorCode == BlobErrorCode.BlobAlreadyExists)
        || (condition.IfMatch is not null && failure.ErrorCode == BlobErrorCode.BlobNotFound);

    private static async Task<ETag?> FindOwnAsync(BlobClient blob, string mark, CancellationToken cancellationToken)
    {
        try
        {
            var found = (await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
            return found.Metadata.TryGetValue(Mark, out var written) && written == mark ? TagOf(found.ETag) : null;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    private static ETag TagOf(global::Azure.ETag tag) => new(tag.ToString("G"));

    private BlobClient BlobOf(string key)
    {
        ObjectKey.Validate(key);
        return container.GetBlobClient(root + key);
    }

    private Task<T> GuardAsync<T>(string key, Func<Task<T>> call, CancellationToken cancellationToken) =>
        BlobFailure.GuardAsync(container.Name, key, call, cancellationToken);
}
