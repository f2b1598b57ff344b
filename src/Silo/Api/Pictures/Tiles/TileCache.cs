using BirD.Silo.Api.Pictures.Previews;

namespace BirD.Silo.Api.Pictures.Tiles;

/// <summary>Pyramids that somebody looked at lately. One that is asked for twice at once is made once.</summary>
/// <param name="budget">Bytes of tiles to keep; the latest pyramid stays however large it is.</param>
internal sealed class TileCache(long budget)
{
    private readonly Lock gate = new();
    private readonly Dictionary<TileKey, LinkedListNode<Entry>> entries = [];
    private readonly LinkedList<Entry> latest = [];

    /// <param name="key">Which picture, in which state.</param>
    /// <param name="make">Makes it; not cancelled when its first reader goes away, because others may wait for it by then.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<TilePyramid> GetAsync(TileKey key, Func<Task<TilePyramid>> make, CancellationToken cancellationToken)
    {
        var entry = Enter(key, make);
        try
        {
            var pyramid = await entry.Pyramid.Value.WaitAsync(cancellationToken);
            Shrink();
            return pyramid;
        }
        catch (Exception) when (entry.Pyramid.Value is { IsCompleted: true, IsCompletedSuccessfully: false })
        {
            // The next one who asks may have more luck: the store may be back.
            Remove(key, entry);
            throw;
        }
    }

    /// <summary>Whether it is here or being made: then its version was told to somebody.</summary>
    public bool Has(TileKey key)
    {
        lock (gate)
        {
            return entries.ContainsKey(key);
        }
    }

    private Entry Enter(TileKey key, Func<Task<TilePyramid>> make)
    {
        lock (gate)
        {
            if (entries.TryGetValue(key, out var known))
            {
                latest.Remove(known);
                latest.AddFirst(known);
                return known.Value;
            }

            var entry = new Entry(key, new Lazy<Task<TilePyramid>>(make));
            entries[key] = latest.AddFirst(entry);
            return entry;
        }
    }

    private void Shrink()
    {
        lock (gate)
        {
            var kept = latest.Where(IsMade).Sum(entry => entry.Pyramid.Value.Result.Bytes);
            for (var node = latest.Last; node is not null && node != latest.First && kept > budget;)
            {
                var (entry, before) = (node.Value, node.Previous);
                if (IsMade(entry))
                {
                    kept -= entry.Pyramid.Value.Result.Bytes;
                    latest.Remove(node);
                    entries.Remove(entry.Key);
                }

                node = before;
            }
        }
    }

    private void Remove(TileKey key, Entry entry)
    {
        lock (gate)
        {
            if (entries.TryGetValue(key, out var node) && node.Value == entry)
            {
                latest.Remove(node);
                entries.Remove(key);
            }
        }
    }

    private static bool IsMade(Entry entry) => entry.Pyramid is { IsValueCreated: true, Value.IsCompletedSuccessfully: true };

    private sealed record Entry(TileKey Key, Lazy<Task<TilePyramid>> Pyramid);
}

/// <param name="File">Which file.</param>
/// <param name="Version">The beginning of the SHA-256 of its bytes.</param>
internal sealed record TileKey(PictureFile File, string Version);
