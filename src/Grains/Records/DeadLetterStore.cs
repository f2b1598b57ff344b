using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using BirD.Contracts.Shards;
using BirD.Storage.Objects;

namespace BirD.Grains.Records;

/// <summary>Dead letters of a shard, one JSON object per line; the last line of an item counts.</summary>
public sealed class DeadLetterStore(IObjectStore store)
{
    public static string KeyOf(ShardRef shard) =>
        string.Create(CultureInfo.InvariantCulture, $"jobs/{shard.JobId}/runs/{shard.Run:D6}/deadletter/{shard.Shard:D6}.jsonl");

    public async Task AppendAsync(ShardRef shard, IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken = default)
    {
        var key = KeyOf(shard);
        while (true)
        {
            var found = await store.GetAsync(key, cancellationToken);
            var content = Append(found?.Content ?? default, letters);
            var condition = found is null ? PutCondition.Absent : PutCondition.Match(found.ETag);
            if (await store.PutAsync(key, content, condition, cancellationToken) is not null)
            {
                return;
            }
        }
    }

    public async Task<IReadOnlyList<DeadLetter>> ReadAsync(ShardRef shard, CancellationToken cancellationToken = default)
    {
        if (await store.GetAsync(KeyOf(shard), cancellationToken) is not { } found)
        {
            return [];
        }

        return [.. Encoding.UTF8.GetString(found.Content.Span)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize(line, DeadLetterJson.Default.DeadLetter)!)
            .GroupBy(letter => letter.Item)
            .Select(group => group.Last())];
    }

    /// <summary>The message of each given-up item.</summary>
    public async Task<IReadOnlyDictionary<int, string>> ReadReasonsAsync(ShardRef shard, CancellationToken cancellationToken = default) =>
        (await ReadAsync(shard, cancellationToken)).ToDictionary(letter => letter.Item, letter => letter.Message);

    private static ReadOnlyMemory<byte> Append(ReadOnlyMemory<byte> before, IReadOnlyList<DeadLetter> letters)
    {
        var buffer = new ArrayBufferWriter<byte>(before.Length + (256 * letters.Count));
        buffer.Write(before.Span);
        foreach (var letter in letters)
        {
            buffer.Write(JsonSerializer.SerializeToUtf8Bytes(letter, DeadLetterJson.Default.DeadLetter));
            buffer.Write("\n"u8);
        }

        return buffer.WrittenMemory;
    }
}
