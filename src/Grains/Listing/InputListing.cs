using System.Runtime.CompilerServices;
using BirD.Contracts.Jobs;
using BirD.Grains.Records;
using BirD.Storage;
using BirD.Storage.Inputs;
using BirD.Storage.Manifests;

namespace BirD.Grains.Listing;

/// <summary>Writes the manifest of a submission shard by shard; never holds more than one shard.</summary>
/// <remarks>
/// The manifest is its own book-mark: a listing that was interrupted goes on behind the last picture of the last shard.
/// Shards are written if absent, so a second lister can at worst write the same ones.
/// </remarks>
internal sealed class InputListing(IInputListerFactory listers, IManifestStore manifests, SubmissionStore submissions)
{
    /// <returns>The run to be started; null when the submission was cancelled or superseded meanwhile.</returns>
    /// <param name="submission">What to list.</param>
    /// <param name="grown">Given the run, still open, after every shard.</param>
    /// <param name="cancellationToken">Interrupts the listing.</param>
    /// <exception cref="InputMissingException">The input isn't there or can't be read; nothing was listed yet.</exception>
    /// <exception cref="StoreException">It can't be read any further at the moment.</exception>
    /// <exception cref="NoPicturesException">There is nothing to restore.</exception>
    public async Task<JobRun?> WriteAsync(SubmissionRecord submission, Func<JobRun, Task> grown, CancellationToken cancellationToken)
    {
        if (await manifests.ReadSummaryAsync(submission.Id, submission.Run, cancellationToken) is { } closed)
        {
            return new JobRun(submission.Run, closed.Shards, closed.Items);
        }

        var (shards, items, last) = await ResumeAsync(submission, cancellationToken);
        var (root, filter, masks) = (submission.Spec.Roots[0], submission.Filter, new ListedMasks(submission, listers));
        var buffer = new List<ManifestItem>();
        await foreach (var entry in ListAsync(root.Location, submission.Prefix, last, () => shards > 0, cancellationToken))
        {
            var below = submission.Prefix.Length == 0 ? entry.Key : entry.Key[(submission.Prefix.Length + 1)..];
            if (!PictureNames.IsPicture(below) || !filter.Takes(below))
            {
                continue;
            }

            buffer.Add(await AttachAsync(masks, new ManifestItem(root.Id, entry.Key, below, entry.Size) { Anew = submission.Force }, shards > 0, cancellationToken));
            if (buffer.Count == manifests.ShardSize && !await FlushAsync())
            {
                return null;
            }
        }

        if (masks.AreNeeded && shards == 0 && buffer.Count > 0 && buffer.TrueForAll(item => item.Companions is null))
        {
            throw new NoPicturesException(
                $"No picture below {submission.Input} has a mask in {submission.Mask?.Name ?? $"a folder '{MaskNames.Folder}' beside it"}. The mask of scan.jpg is named scan.mask.png: white is missing, black is intact.");
        }

        if (buffer.Count > 0 && !await FlushAsync())
        {
            return null;
        }

        if (items == 0)
        {
            throw new NoPicturesException($"No pictures below {submission.Input}; looked for {string.Join(' ', PictureNames.Extensions)}{filter}.");
        }

        await manifests.CloseAsync(submission.Id, submission.Run, new ManifestSummary(shards, items), cancellationToken);
        return new JobRun(submission.Run, shards, items);

        async Task<bool> FlushAsync()
        {
            if (!await manifests.WriteShardAsync(submission.Id, submission.Run, shards, buffer, cancellationToken))
            {
                throw new StoreException($"Shard {shards} of run {submission.Run} of job {submission.Id} is being written by another lister.");
            }

            (shards, items) = (shards + 1, items + buffer.Count);
            buffer.Clear();
            await grown(new JobRun(submission.Run, shards, items, Open: true));
            return await submissions.ReadAsync(submission.Id, cancellationToken) is ({ State: SubmissionState.Listing } now, _)
                && now.Run == submission.Run;
        }
    }

    private static async ValueTask<ManifestItem> AttachAsync(ListedMasks masks, ManifestItem item, bool begun, CancellationToken cancellationToken)
    {
        try
        {
            return await masks.AttachAsync(item, cancellationToken);
        }
        catch (InputMissingException e) when (begun)
        {
            throw Later(e);
        }
    }

    private async IAsyncEnumerable<InputEntry> ListAsync(
        string location, string prefix, string? after, Func<bool> begun, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var entries = listers.Open(location).ListAsync(prefix, after, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await entries.MoveNextAsync())
                {
                    yield break;
                }
            }
            catch (InputMissingException e) when (begun())
            {
                throw Later(e);
            }

            yield return entries.Current;
        }
    }

    /// <summary>Once pictures are in work, an input that can't be read is something to wait for, not a reason to end the job.</summary>
    private static StoreException Later(InputMissingException e) => new($"The rest of the input can't be listed now: {e.Message}", e);

    private async Task<(int Shards, long Items, string? Last)> ResumeAsync(SubmissionRecord submission, CancellationToken cancellationToken)
    {
        var shards = await manifests.CountShardsAsync(submission.Id, submission.Run, cancellationToken);
        if (shards == 0)
        {
            return (0, 0, null);
        }

        var latest = await manifests.ReadShardAsync(submission.Id, submission.Run, shards - 1, cancellationToken);
        return (shards, ((shards - 1L) * manifests.ShardSize) + latest.Count, latest[^1].Key);
    }
}

/// <summary>There is nothing to restore below the input.</summary>
public sealed class NoPicturesException(string message) : Exception(message);
