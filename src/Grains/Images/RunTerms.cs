using BirD.Contracts.Jobs;
using BirD.Contracts.Leases;
using BirD.Grains.Records;
using BirD.Storage.Manifests;

namespace BirD.Grains.Images;

/// <summary>
/// Whether an order to work on a picture is one of the run that it names: roots, output and settings as the job's record says, the
/// picture as its manifest says. Whoever gives it: a silo must not read or write wherever a message tells it to.
/// </summary>
internal sealed class RunTerms(JobRecordStore jobs, IManifestStore manifests)
{
    private Tuple<string, int, JobSpecRecord>? run;
    private Tuple<string, int, int, IReadOnlyList<ManifestItem>>? shard;

    /// <summary>Why the order is none of its run's; null when it is. What was read last is kept: pictures come in shards.</summary>
    /// <exception cref="InvalidDataException">The job's record is damaged.</exception>
    /// <exception cref="Storage.StoreException">Record or manifest can't be read.</exception>
    public async Task<string?> FaultAsync(ItemLease lease, JobSpec spec, CancellationToken cancellationToken)
    {
        if (await SpecAsync(lease, cancellationToken) is not { } recorded)
        {
            return $"There is no run {lease.Run} of job '{lease.JobId}' in the store.";
        }

        if (!recorded.Same(JobSpecRecord.From(spec)))
        {
            return $"Roots, output or settings are not those of run {lease.Run} of job '{lease.JobId}'.";
        }

        var items = await ItemsAsync(lease, cancellationToken);
        return lease.Item >= 0 && lease.Item < items.Count && Same(items[lease.Item], lease)
            ? null
            : $"'{lease.Key}' to '{lease.Output}' is not picture {lease.Item} of shard {lease.Shard} of job '{lease.JobId}'.";
    }

    private static bool Same(ManifestItem item, ItemLease lease) =>
        item.Root == lease.Root && item.Key == lease.Key && item.Output == lease.Output
        && (item.Companions ?? []).Select(file => (file.Role, file.Root, file.Key)).SequenceEqual(lease.Companions.Select(file => (file.Role, file.Root, file.Key)));

    private async Task<JobSpecRecord?> SpecAsync(ItemLease lease, CancellationToken cancellationToken)
    {
        var known = Volatile.Read(ref run);
        if (known is null || known.Item1 != lease.JobId || known.Item2 != lease.Run)
        {
            if (await jobs.ReadAsync(lease.JobId, cancellationToken) is not var (record, _) || record.Run.Number != lease.Run)
            {
                return null;
            }

            known = Tuple.Create(lease.JobId, lease.Run, record.Spec);
            Volatile.Write(ref run, known);
        }

        return known.Item3;
    }

    private async Task<IReadOnlyList<ManifestItem>> ItemsAsync(ItemLease lease, CancellationToken cancellationToken)
    {
        var known = Volatile.Read(ref shard);
        if (known is null || known.Item1 != lease.JobId || known.Item2 != lease.Run || known.Item3 != lease.Shard)
        {
            known = Tuple.Create(lease.JobId, lease.Run, lease.Shard, await manifests.ReadShardAsync(lease.JobId, lease.Run, lease.Shard, cancellationToken));
            Volatile.Write(ref shard, known);
        }

        return known.Item4;
    }
}
