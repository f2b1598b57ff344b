using System.Runtime.CompilerServices;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using BirD.Storage.Azure;
using BirD.Storage.Objects;

namespace BirD.Storage.Inputs.Azure;

/// <summary>Lists a container page by page; the service sorts by key.</summary>
/// <param name="container">From <see cref="BlobClients.CreateReadOnly"/>.</param>
/// <param name="root">Put before every key; empty, or ending in '/'.</param>
public sealed class BlobInputLister(BlobContainerClient container, string root = "") : IInputLister
{
    public async IAsyncEnumerable<InputEntry> ListAsync(
        string prefix, string? after = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var any = false;
        var below = Below(prefix);
        await using var blobs = container.GetBlobsAsync(BlobTraits.None, BlobStates.None, below, cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        while (await BlobFailure.GuardAsync(container.Name, below, () => blobs.MoveNextAsync().AsTask(), cancellationToken))
        {
            any = true;
            var key = blobs.Current.Name[root.Length..];

            // Accounts with a hierarchical namespace list folders as empty blobs.
            if (!key.EndsWith('/') && (after is null || string.CompareOrdinal(key, after) > 0))
            {
                yield return new InputEntry(key, blobs.Current.Properties.ContentLength ?? 0);
            }
        }

        if (!any && prefix.Length > 0)
        {
            throw new InputMissingException($"Nothing lies below {container.Name}/{below}.");
        }
    }

    public async IAsyncEnumerable<InputEntry> ListFolderAsync(string folder, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var below = Below(folder);
        await using var entries = container.GetBlobsByHierarchyAsync(BlobTraits.None, BlobStates.None, "/", below, cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        while (await BlobFailure.GuardAsync(container.Name, below, () => entries.MoveNextAsync().AsTask(), cancellationToken))
        {
            if (entries.Current is { IsBlob: true, Blob: var blob } && !blob.Name.EndsWith('/'))
            {
                yield return new InputEntry(blob.Name[root.Length..], blob.Properties.ContentLength ?? 0);
            }
        }
    }

    private string Below(string folder)
    {
        if (folder.Length > 0)
        {
            ObjectKey.Validate(folder);
        }

        return folder.Length > 0 ? $"{root}{folder}/" : root;
    }
}
