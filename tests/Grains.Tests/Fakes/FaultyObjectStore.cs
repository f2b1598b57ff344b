using BirD.Storage;
using BirD.Storage.Objects;

namespace BirD.Grains.Tests.Fakes;

/// <summary>Passes everything on, except writes to keys that a test has chosen to fail.</summary>
internal sealed class FaultyObjectStore(IObjectStore inner) : IObjectStore
{
    /// <summary>Writes to keys for which this is true fail.</summary>
    public Func<string, bool> RefuseWrites { get; set; } = _ => false;

    /// <summary>Nothing can be read; writes are refused apart from that.</summary>
    public bool IsDown { get; set; }

    public Task<StoredObject?> GetAsync(string key, CancellationToken cancellationToken = default) =>
        IsDown ? throw new StoreException("The store is down on purpose.") : inner.GetAsync(key, cancellationToken);

    public Task<ETag?> PutAsync(
        string key, ReadOnlyMemory<byte> content, PutCondition condition = default, CancellationToken cancellationToken = default) =>
        RefuseWrites(key) ? throw new StoreException($"No space left for {key}.") : inner.PutAsync(key, content, condition, cancellationToken);

    public Task<bool> DeleteAsync(string key, ETag? ifMatch = null, CancellationToken cancellationToken = default) =>
        inner.DeleteAsync(key, ifMatch, cancellationToken);

    public IAsyncEnumerable<string> ListAsync(string prefix, string? after = null, CancellationToken cancellationToken = default) =>
        IsDown ? throw new StoreException("The store is down on purpose.") : inner.ListAsync(prefix, after, cancellationToken);

    public IAsyncEnumerable<string> ListFoldersAsync(string parent, CancellationToken cancellationToken = default) =>
        inner.ListFoldersAsync(parent, cancellationToken);
}
