using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using BirD.Storage.Objects;

namespace BirD.Storage.Manifests;

/// <summary>Manifests as JSON lines in the object store: a header line with the schema, then one line per picture.</summary>
/// <param name="store">Where they lie.</param>
/// <param name="shardSize">Items per shard. Default 2048.</param>
public sealed class ObjectManifestStore(IObjectStore store, int shardSize = 2048) : IManifestStore
{
    private const int Schema = 1;

    public int ShardSize => shardSize;

    public async Task<ManifestSummary> WriteAsync(
        string jobId, int run, IAsyncEnumerable<ManifestItem> items, CancellationToken cancellationToken = default)
    {
        var (shards, count) = (0, 0L);
        var buffer = new List<ManifestItem>(shardSize);
        await foreach (var item in items.WithCancellation(cancellationToken))
        {
            buffer.Add(item);
            if (buffer.Count == shardSize)
            {
                await FlushAsync();
            }
        }

        if (buffer.Count > 0)
        {
            await FlushAsync();
        }

        var summary = new ManifestSummary(shards, count);
        return await CloseAsync(jobId, run, summary, cancellationToken) ? summary : throw Taken(SummaryKey(jobId, run));

        async Task FlushAsync()
        {
            if (!await WriteShardAsync(jobId, run, shards, buffer, cancellationToken))
            {
                throw Taken(ShardKey(jobId, run, shards));
            }

            (shards, count) = (shards + 1, count + buffer.Count);
            buffer.Clear();
        }
    }

    public async Task<bool> WriteShardAsync(
        string jobId, int run, int shard, IReadOnlyList<ManifestItem> items, CancellationToken cancellationToken = default) =>
        await store.PutAsync(ShardKey(jobId, run, shard), Serialize(items), PutCondition.Absent, cancellationToken) is not null;

    public async Task<bool> CloseAsync(string jobId, int run, ManifestSummary summary, CancellationToken cancellationToken = default)
    {
        var closing = JsonSerializer.SerializeToUtf8Bytes(new Closing(Schema, summary.Shards, summary.Items), ManifestJson.Default.Closing);
        return await store.PutAsync(SummaryKey(jobId, run), closing, PutCondition.Absent, cancellationToken) is not null;
    }

    public async Task<int> CountShardsAsync(string jobId, int run, CancellationToken cancellationToken = default)
    {
        var count = 0;
        await foreach (var key in store.ListAsync($"jobs/{jobId}/runs/{run:D6}/manifest/", cancellationToken: cancellationToken))
        {
            // Shards are written in order, so whatever lies behind a gap is not ours.
            count += key == ShardKey(jobId, run, count) ? 1 : 0;
        }

        return count;
    }

    public async Task<IReadOnlyList<ManifestItem>> ReadShardAsync(
        string jobId, int run, int shard, CancellationToken cancellationToken = default)
    {
        var key = ShardKey(jobId, run, shard);
        var stored = await store.GetAsync(key, cancellationToken) ?? throw new StoreException($"The manifest shard {key} is missing.");
        return Parse(key, Encoding.UTF8.GetString(stored.Content.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    public async Task<ManifestSummary?> ReadSummaryAsync(string jobId, int run, CancellationToken cancellationToken = default)
    {
        var stored = await store.GetAsync(SummaryKey(jobId, run), cancellationToken);
        return stored is null || JsonSerializer.Deserialize(stored.Content.Span, ManifestJson.Default.Closing) is not { } closing
            ? null
            : new ManifestSummary(closing.Shards, closing.Items);
    }

    public async Task<int> NextRunAsync(string jobId, CancellationToken cancellationToken = default)
    {
        var prefix = $"jobs/{jobId}/runs/";
        var last = 0;
        await foreach (var key in store.ListAsync(prefix, cancellationToken: cancellationToken))
        {
            // Keys are ordered and run numbers have a fixed width, so the last one seen is the highest.
            last = int.TryParse(key.AsSpan(prefix.Length, 6), NumberStyles.None, CultureInfo.InvariantCulture, out var run) ? run : last;
        }

        return last + 1;
    }

    private static ManifestItem[] Parse(string key, string[] lines)
    {
        var number = 0;
        try
        {
            var schema = Next(ManifestJson.Default.Header).Schema;
            if (schema != Schema)
            {
                throw new StoreException($"The manifest shard {key} has schema {schema}; this version reads {Schema}.");
            }

            var items = new ManifestItem[lines.Length - 1];
            for (var i = 0; i < items.Length; i++)
            {
                // A shard in work holds its items in memory: the root is the same for all, and a result mostly goes by its original's name.
                var item = Next(ManifestJson.Default.ManifestItem);
                items[i] = item with
                {
                    Root = i > 0 && items[i - 1].Root == item.Root ? items[i - 1].Root : item.Root,
                    Output = item.Output == item.Key ? item.Key : item.Output,
                };
            }

            return items;
        }
        catch (JsonException e)
        {
            throw new StoreException($"The manifest shard {key} is malformed in line {number}: {e.Message}", e);
        }

        T Next<T>(JsonTypeInfo<T> type) =>
            JsonSerializer.Deserialize(lines.ElementAtOrDefault(number++) ?? "", type) ?? throw new JsonException("The line is empty.");
    }

    private static byte[] Serialize(IReadOnlyList<ManifestItem> items)
    {
        var text = new StringBuilder().Append(JsonSerializer.Serialize(new Header(Schema), ManifestJson.Default.Header)).Append('\n');
        foreach (var item in items)
        {
            text.Append(JsonSerializer.Serialize(item, ManifestJson.Default.ManifestItem)).Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static StoreException Taken(string key) => new($"{key} exists already: another process is writing the same run.");

    private static string ShardKey(string jobId, int run, int shard) => $"jobs/{jobId}/runs/{run:D6}/manifest/{shard:D6}.jsonl";

    private static string SummaryKey(string jobId, int run) => $"jobs/{jobId}/runs/{run:D6}/manifest.done";

    internal sealed record Header(int Schema);

    internal sealed record Closing(int Schema, int Shards, long Items);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ManifestItem))]
[JsonSerializable(typeof(ObjectManifestStore.Header))]
[JsonSerializable(typeof(ObjectManifestStore.Closing))]
internal sealed partial class ManifestJson : JsonSerializerContext;
