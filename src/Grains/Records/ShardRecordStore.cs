using System.Globalization;
using BirD.Contracts.Shards;
using BirD.Storage;
using BirD.Storage.Objects;

namespace BirD.Grains.Records;

/// <summary>Shard records under <c>jobs/{id}/runs/{run:D6}/shards/{shard:D6}.bin</c>, by compare-and-swap.</summary>
internal sealed class ShardRecordStore(IObjectStore store)
{
    public static string KeyOf(ShardRef shard) =>
        string.Create(CultureInfo.InvariantCulture, $"jobs/{shard.JobId}/runs/{shard.Run:D6}/shards/{shard.Shard:D6}.bin");

    /// <exception cref="InvalidDataException">The record is damaged.</exception>
    public async Task<(ShardState State, ETag ETag)?> ReadAsync(ShardRef shard, CancellationToken cancellationToken = default) =>
        await store.GetAsync(KeyOf(shard), cancellationToken) is { } found
            ? (ShardState.Decode(found.Content.Span), found.ETag)
            : null;

    /// <summary>Starts the next term of a shard, creating its record at first: from here on, older activations can't write.</summary>
    /// <param name="shard">Which shard.</param>
    /// <param name="items">Items of its manifest.</param>
    /// <param name="durable">False when a store that can't be written is to be put up with: the tag is null then.</param>
    /// <param name="cancellationToken">Abandons the attempt.</param>
    public async Task<(ShardState State, ETag? ETag)> BeginTermAsync(ShardRef shard, int items, bool durable, CancellationToken cancellationToken)
    {
        while (true)
        {
            var found = await ReadAsync(shard, cancellationToken);
            var state = found?.State ?? new ShardState(items);
            if (state.Count != items)
            {
                throw new InvalidDataException($"The record of shard {shard} has {state.Count} items, its manifest {items}.");
            }

            state.Term++;
            var condition = found is { } f ? PutCondition.Match(f.ETag) : PutCondition.Absent;
            try
            {
                if (await store.PutAsync(KeyOf(shard), state.Encode(), condition, cancellationToken) is { } tag)
                {
                    return (state, tag);
                }
            }
            catch (StoreException) when (!durable)
            {
                return (state, null);
            }
        }
    }

    /// <summary>Writes the record if nobody began a later term; null when somebody did.</summary>
    /// <remarks>
    /// A write whose answer got lost leaves a tag that we don't know under a term that is ours: then the record is ours to
    /// write over.
    /// </remarks>
    public async Task<ETag?> WriteAsync(ShardRef shard, ShardState state, ETag? known, CancellationToken cancellationToken = default)
    {
        var bytes = state.Encode();
        var tag = known;
        for (var tries = 0; tries < 3; tries++)
        {
            var condition = tag is { } t ? PutCondition.Match(t) : PutCondition.Absent;
            if (await store.PutAsync(KeyOf(shard), bytes, condition, cancellationToken) is { } written)
            {
                return written;
            }

            var found = await ReadAsync(shard, cancellationToken);
            if (found is { } f && f.State.Term > state.Term)
            {
                return null;
            }

            tag = found?.ETag;
        }

        return null;
    }
}
