using BirD.Storage.Objects;

namespace BirD.Chaos.Tests;

/// <summary>All objects of a store at one moment; putting them back is what a failover to an older copy does.</summary>
internal sealed class StoreBackup
{
    private readonly Dictionary<string, ReadOnlyMemory<byte>> objects = new(StringComparer.Ordinal);

    public static async Task<StoreBackup> TakeAsync(IObjectStore store)
    {
        var backup = new StoreBackup();
        await foreach (var key in store.ListAsync(""))
        {
            if (await store.GetAsync(key) is { } found)
            {
                backup.objects[key] = found.Content;
            }
        }

        return backup;
    }

    /// <summary>Makes the store what it was, under the hands of whoever works with it.</summary>
    public async Task PutBackAsync(IObjectStore store)
    {
        await foreach (var key in store.ListAsync(""))
        {
            if (!objects.ContainsKey(key))
            {
                await store.DeleteAsync(key);
            }
        }

        foreach (var (key, content) in objects)
        {
            await store.PutAsync(key, content);
        }
    }
}
