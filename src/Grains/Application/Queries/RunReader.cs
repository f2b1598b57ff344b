using BirD.Contracts.Api;
using BirD.Contracts.Shards;
using BirD.Grains.Records;
using BirD.Storage.Manifests;

namespace BirD.Grains.Application.Queries;

/// <summary>Reads a run's durable state shard by shard; never holds more than one shard and one page.</summary>
internal sealed class RunReader(IManifestStore manifests, ShardRecordStore records, DeadLetterStore deadLetters)
{
    /// <summary>A filter that nothing passes must not make one request read a run of millions.</summary>
    private const int ShardsPerPage = 64;

    /// <summary>A store far away takes its time over each record, not over many at once.</summary>
    private const int ShardsAtOnce = 16;

    /// <summary>Exact when the run has ended; about a second behind while it goes on.</summary>
    public async Task<JobCounts> CountAsync(JobRecord job, CancellationToken cancellationToken)
    {
        var counts = new long[5];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = ShardsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, job.Run.Shards, parallel, async (shard, stop) =>
        {
            if (await records.ReadAsync(RefOf(job, shard), stop) is { State: var state })
            {
                var own = new long[counts.Length];
                for (var item = 0; item < state.Count; item++)
                {
                    own[(int)state.StatusOf(item)]++;
                }

                for (var status = 0; status < own.Length; status++)
                {
                    Interlocked.Add(ref counts[status], own[status]);
                }
            }
        });

        return new JobCounts(
            job.Run.Items, counts[(int)ItemStatus.Restored], counts[(int)ItemStatus.Unchanged], counts[(int)ItemStatus.Skipped],
            counts[(int)ItemStatus.Failed], job.Run.Steps);
    }

    public Task<Page<ItemDocument>> ItemsAsync(
        JobRecord job, ItemNames names, ItemCursor from, int limit, ItemPhase? status, CancellationToken cancellationToken)
    {
        return PageAsync(job, from, limit, ReadAsync, item => item.Item, cancellationToken);

        async Task<IEnumerable<ItemDocument>> ReadAsync(ShardRef shard)
        {
            var state = (await records.ReadAsync(shard, cancellationToken))?.State;
            if (status is { } wanted && !Holds(state, wanted))
            {
                return []; // without reading the names of thousands
            }

            var items = await manifests.ReadShardAsync(shard.JobId, shard.Run, shard.Shard, cancellationToken);
            return items
                .Select((item, i) => new ItemDocument
                {
                    Shard = shard.Shard,
                    Item = i,
                    Input = names.Of(item.Root, item.Key),
                    Output = item.Output,
                    Bytes = item.Size,
                    Status = state is null ? ItemPhase.Open : PhaseOf(state.StatusOf(i)),
                    Attempts = state?.AttemptsOf(i) ?? 0,
                })
                .Where(item => status is null || item.Status == status);
        }
    }

    public Task<Page<FailureDocument>> FailuresAsync(
        JobRecord job, ItemNames names, ItemCursor from, int limit, string? failureClass, CancellationToken cancellationToken)
    {
        return PageAsync(job, from, limit, ReadAsync, letter => letter.Item, cancellationToken);

        async Task<IEnumerable<FailureDocument>> ReadAsync(ShardRef shard) =>
            from letter in await LettersAsync(shard, cancellationToken)
            where failureClass is null || letter.FailureClass == failureClass
            select new FailureDocument
            {
                Shard = shard.Shard,
                Item = letter.Item,
                Input = names.Of(letter.Root, letter.Key),
                Output = letter.Output,
                Class = letter.FailureClass,
                Message = letter.Message,
                Attempts = letter.Attempts,
                Deaths = letter.Deaths,
            };
    }

    /// <summary>One picture; null when the run has none there.</summary>
    public async Task<ItemPlace?> PlaceAsync(JobRecord job, ItemNames names, ItemCursor at, CancellationToken cancellationToken)
    {
        if (at.Shard >= job.Run.Shards || (await ItemsAsync(job, names, at, 1, null, cancellationToken)).Items is not [var item] || item.Shard != at.Shard || item.Item != at.Item)
        {
            return null;
        }

        var listed = (await manifests.ReadShardAsync(job.Id, job.Run.Number, at.Shard, cancellationToken))[at.Item];
        var failure = item.Status == ItemPhase.Failed
            ? (await FailuresAsync(job, names, at, 1, null, cancellationToken)).Items.FirstOrDefault(letter => letter.Shard == at.Shard && letter.Item == at.Item)
            : null;
        return new ItemPlace(item, job.Spec.Roots.Single(root => root.Id == listed.Root).Location, listed.Key, job.Spec.Output, failure);
    }

    /// <summary>Failures by class, and the bytes of all originals.</summary>
    public async Task<(SortedDictionary<string, long> Failures, long Bytes)> SumAsync(JobRecord job, CancellationToken cancellationToken)
    {
        var (failures, bytes) = (new SortedDictionary<string, long>(StringComparer.Ordinal), 0L);
        for (var number = 0; number < job.Run.Shards; number++)
        {
            var shard = RefOf(job, number);
            bytes += (await manifests.ReadShardAsync(shard.JobId, shard.Run, shard.Shard, cancellationToken)).Sum(item => item.Size);
            foreach (var letter in await LettersAsync(shard, cancellationToken))
            {
                failures[letter.FailureClass] = failures.GetValueOrDefault(letter.FailureClass) + 1;
            }
        }

        return (failures, bytes);
    }

    /// <summary>Letters of pictures that are given up now: a letter stays when its picture is tried again.</summary>
    private async Task<IEnumerable<DeadLetter>> LettersAsync(ShardRef shard, CancellationToken cancellationToken) =>
        await records.ReadAsync(shard, cancellationToken) is { State: var state } && Holds(state, ItemPhase.Failed)
            ? (await deadLetters.ReadAsync(shard, cancellationToken))
                .Where(letter => letter.Item < state.Count && state.StatusOf(letter.Item) == ItemStatus.Failed).OrderBy(letter => letter.Item)
            : [];

    private static async Task<Page<T>> PageAsync<T>(
        JobRecord job, ItemCursor from, int limit, Func<ShardRef, Task<IEnumerable<T>>> read, Func<T, int> itemOf, CancellationToken cancellationToken)
    {
        var page = new List<T>();
        var end = Math.Min(job.Run.Shards, from.Shard + ShardsPerPage);
        for (var shard = from.Shard; shard < end; shard++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var entry in await read(RefOf(job, shard)))
            {
                if (shard == from.Shard && itemOf(entry) < from.Item)
                {
                    continue;
                }

                if (page.Count == limit)
                {
                    return new Page<T>(page, new ItemCursor(shard, itemOf(entry)).ToString());
                }

                page.Add(entry);
            }
        }

        return new Page<T>(page, end < job.Run.Shards ? new ItemCursor(end, 0).ToString() : null);
    }

    /// <summary>A shard without a record has not begun.</summary>
    private static bool Holds(ShardState? state, ItemPhase wanted) =>
        state is null ? wanted == ItemPhase.Open : Enumerable.Range(0, state.Count).Any(item => PhaseOf(state.StatusOf(item)) == wanted);

    private static ShardRef RefOf(JobRecord job, int shard) => new(job.Id, job.Run.Number, shard);

    private static ItemPhase PhaseOf(ItemStatus status) => status switch
    {
        ItemStatus.Open => ItemPhase.Open,
        ItemStatus.Restored => ItemPhase.Restored,
        ItemStatus.Unchanged => ItemPhase.Unchanged,
        ItemStatus.Skipped => ItemPhase.Skipped,
        ItemStatus.Failed => ItemPhase.Failed,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };
}
