using System.Globalization;
using System.Text.Json;
using BirD.Contracts.Shards;
using BirD.Storage;
using BirD.Storage.Manifests;
using BirD.Storage.Objects;

namespace BirD.Grains.Records;

/// <summary>Puts aside what of a local run's state can't be read, so that the next run goes on by content.</summary>
/// <remarks>
/// A job whose record, shards or manifest are damaged loses the record alone: its runs keep their folders, so their numbers are
/// not given out again, and its checkpoints and decisions stay in force. Results and sidecars don't need any of it. Only while
/// nobody works on the state, which a cluster's never is.
/// </remarks>
public sealed class StateCheck(IObjectStore store, IManifestStore manifests, JobCatalog catalog, JobRecordStore records, TimeProvider time)
{
    private readonly ShardRecordStore shards = new(store);

    /// <summary>Returns a sentence for each thing that was put aside.</summary>
    public async Task<IReadOnlyList<string>> PutAsideAsync(CancellationToken cancellationToken = default)
    {
        var told = new List<string>();
        await foreach (var job in catalog.ListJobsAsync(cancellationToken: cancellationToken))
        {
            if (await FaultAsync(job, cancellationToken) is { } fault)
            {
                told.Add(await PutAsideAsync(JobRecordStore.KeyOf(job), fault, cancellationToken));
            }
        }

        return told;
    }

    /// <summary>Why a job can't be taken up again; null when it can.</summary>
    private async Task<string?> FaultAsync(string job, CancellationToken cancellationToken)
    {
        try
        {
            if (await records.ReadAsync(job, cancellationToken) is not ({ } record, _))
            {
                return null;
            }

            var run = record.Run.ToRun();
            for (var shard = 0; shard < run.Shards; shard++)
            {
                var items = await manifests.ReadShardAsync(job, run.Number, shard, cancellationToken);
                if (await shards.ReadAsync(new ShardRef(job, run.Number, shard), cancellationToken) is ({ } state, _) && state.Count != items.Count)
                {
                    return $"Shard {shard} of run {run.Number} of job '{job}' has {state.Count} pictures in its record and {items.Count} in its manifest.";
                }
            }

            return null;
        }
        catch (Exception e) when (e is InvalidDataException or JsonException or StoreException and not StoreUnavailableException)
        {
            return e.Message;
        }
    }

    private async Task<string> PutAsideAsync(string key, string fault, CancellationToken cancellationToken)
    {
        var aside = string.Create(CultureInfo.InvariantCulture, $"damaged/{time.GetUtcNow():yyyyMMdd-HHmmss}/{key}");
        if (await store.GetAsync(key, cancellationToken) is { } found)
        {
            await store.PutAsync(aside, found.Content, PutCondition.None, cancellationToken);
            await store.DeleteAsync(key, cancellationToken: cancellationToken);
        }

        return $"{fault} {key} was put aside as {aside}; nothing that is done is lost, the run goes on by content.";
    }
}
