using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using BirD.Storage.Azure;
using BirD.Storage.Objects;

namespace BirD.Storage.Inputs.Azure;

/// <summary>Originals in a container, through a client that can only read.</summary>
/// <param name="container">From <see cref="BlobClients.CreateReadOnly"/>.</param>
/// <param name="prefix">Put before every key; empty, or ending in '/'.</param>
public sealed class BlobInputStore(BlobContainerClient container, string prefix = "") : IInputStore
{
    private const int NotFound = 404;

    public Task<ReadOnlyMemory<byte>> ReadAsync(string key, long maxBytes, CancellationToken cancellationToken = default)
    {
        ObjectKey.Validate(key);
        var blob = container.GetBlobClient(prefix + key);
        return BlobFailure.GuardAsync<ReadOnlyMemory<byte>>(container.Name, key, async () =>
        {
            try
            {
                // The library resumes a broken download under the tag it began with, so the bytes are those of one version.
                using var found = (await blob.DownloadStreamingAsync(cancellationToken: cancellationToken)).Value;
                if (found.Details.ContentLength > maxBytes)
                {
                    throw new InputTooLargeException($"{Name(key)} has {found.Details.ContentLength:N0} bytes; the limit is {maxBytes:N0}.");
                }

                var bytes = new byte[found.Details.ContentLength];
                await found.Content.ReadExactlyAsync(bytes, cancellationToken);
                return bytes;
            }
            catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.BlobNotFound)
            {
                throw new InputMissingException($"{Name(key)} is not there any more.", e);
            }
            catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.BlobArchived)
            {
                throw new InputMissingException($"{Name(key)} is in the archive tier. Rehydrate it, then retry the job's failures.", e);
            }
        }, cancellationToken);
    }

    public Task<InputStamp> StampAsync(string key, CancellationToken cancellationToken = default)
    {
        ObjectKey.Validate(key);
        var blob = container.GetBlobClient(prefix + key);
        return BlobFailure.GuardAsync(container.Name, key, async () =>
        {
            try
            {
                var found = (await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
                return new InputStamp(found.ContentLength, found.ETag.ToString());
            }
            catch (RequestFailedException e) when (e.Status == NotFound)
            {
                throw new InputMissingException($"{Name(key)} is not there any more.", e);
            }
        }, cancellationToken);
    }

    private string Name(string key) => $"{container.Name}/{prefix}{key}";
}
