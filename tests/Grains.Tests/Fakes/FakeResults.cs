using System.Collections.Concurrent;
using System.Security.Cryptography;
using BirD.Storage;
using BirD.Storage.Results;

namespace BirD.Grains.Tests.Fakes;

/// <summary>Results in memory, epoch-monotonic like the real ones; counts writes and can be full.</summary>
internal sealed class FakeResults : IResultStoreFactory, IResultStore
{
    private readonly ConcurrentDictionary<string, (byte[] Picture, byte[] Sidecar)> files = [];
    private readonly ConcurrentDictionary<string, int> puts = [];

    private int refused;

    public bool IsFull { get; set; }

    /// <summary>Calls fail, and are counted, while this is true.</summary>
    public bool IsAway { get; set; }

    public int CallsWhileAway => Volatile.Read(ref refused);

    public IResultStore Open(string location) => this;

    public int PutsOf(string key) => puts.GetValueOrDefault(key);

    public byte[] Picture(string key) => files[key].Picture;

    public byte[] Sidecar(string key) => files[key].Sidecar;

    public bool Has(string key) => files.ContainsKey(key);

    public void Damage(string key) => files[key] = ([0], files[key].Sidecar);

    public Task<ResultStamp?> FindAsync(string key, CancellationToken cancellationToken = default) =>
        Task.FromResult(Serve() && files.TryGetValue(key, out var found) ? ResultStampReader.Parse(found.Sidecar) : null);

    public Task<bool> IsWholeAsync(string key, ResultStamp stamp, CancellationToken cancellationToken = default) =>
        Task.FromResult(files.TryGetValue(key, out var found)
            && Convert.ToHexStringLower(SHA256.HashData(found.Picture)) == stamp.OutputSha256);

    public Task<bool> PutAsync(
        string key, ReadOnlyMemory<byte> picture, ResultMaps maps, ReadOnlyMemory<byte> sidecar, CancellationToken cancellationToken = default)
    {
        Serve();
        if (IsFull)
        {
            throw new StoreException($"No space left for {key}.");
        }

        var stamp = ResultStampReader.Parse(sidecar.Span)!;
        if (files.TryGetValue(key, out var found) && ResultStampReader.Parse(found.Sidecar)!.Epoch > stamp.Epoch)
        {
            return Task.FromResult(false);
        }

        files[key] = (picture.ToArray(), sidecar.ToArray());
        puts.AddOrUpdate(key, 1, (_, n) => n + 1);
        return Task.FromResult(true);
    }

    private bool Serve()
    {
        if (IsAway)
        {
            Interlocked.Increment(ref refused);
            throw new StoreUnavailableException("The store of the results is away on purpose.");
        }

        return true;
    }
}
