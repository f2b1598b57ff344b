using System.Runtime.CompilerServices;

namespace BirD.Storage.Objects;

/// <summary>An object store in memory, for tests and for trying things out.</summary>
public sealed class MemoryObjectStore : IObjectStore
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, StoredObject> objects = new(StringComparer.Ordinal);
    private long version;

    public Task<StoredObject?> GetAsync(string key, CancellationToken cancellationToken = default)
    {
        ObjectKey.Validate(key);
        lock (gate)
        {
            return Task.FromResult(objects.GetValueOrDefault(key));
        }
    }

    public Task<ETag?> PutAsync(
        string key, ReadOnlyMemory<byte> content, PutCondition condition = default, CancellationToken cancellationToken = default)
    {
        ObjectKey.Validate(key);
        lock (gate)
        {
            var current = objects.GetValueOrDefault(key);
            if ((condition.IfAbsent && current is not null) || (condition.IfMatch is { } tag && current?.ETag != tag))
            {
                return Task.FromResult<ETag?>(null);
            }

            var next = new ETag(FormattableString.Invariant($"v{++version}"));
            objects[key] = new StoredObject(content.ToArray(), next);
            return Task.FromResult<ETag?>(next);
        }
    }

    public Task<bool> DeleteAsync(string key, ETag? ifMatch = null, CancellationToken cancellationToken = default)
    {
        ObjectKey.Validate(key);
        lock (gate)
        {
            var matches = objects.TryGetValue(key, out var current) && (ifMatch is null || current.ETag == ifMatch);
            return Task.FromResult(matches && objects.Remove(key));
        }
    }

    public async IAsyncEnumerable<string> ListFoldersAsync(
        string parent, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        string? last = null;
        await foreach (var key in ListAsync(parent, cancellationToken: cancellationToken))
        {
            if (key.IndexOf('/', parent.Length) is var slash and >= 0 && key[parent.Length..slash] is var name && name != last)
            {
                yield return last = name;
            }
        }
    }

    public async IAsyncEnumerable<string> ListAsync(
        string prefix, string? after = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        string[] keys;
        lock (gate)
        {
            keys = [.. objects.Keys];
        }

        foreach (var key in keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (after is null || string.CompareOrdinal(key, after) > 0)
            {
                yield return key;
            }
        }
    }
}
