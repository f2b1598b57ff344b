using System.Collections.Concurrent;
using BirD.Silo.Api.Pictures.Previews;
using BirD.Storage.Inputs;

namespace BirD.Silo.Api.Pictures.Tiles;

/// <summary>What the files' versions are, by the state in which they were last read: asking again and again reads nothing.</summary>
internal sealed class VersionBook(Previewer previewer)
{
    /// <summary>The beginning of a SHA-256, hexadecimal: two states of one picture don't share 64 bits by chance.</summary>
    private const int VersionLength = 16;

    /// <summary>Some hundred bytes each. When it is full it starts anew: then files are read once more.</summary>
    private const int MostEntries = 10_000;

    private readonly ConcurrentDictionary<PictureFile, Entry> entries = new();

    /// <summary>The version of the file as it is now.</summary>
    /// <exception cref="Problems.ApiProblemException">The file can't be shown.</exception>
    public async Task<string> OfAsync(PictureFile file, CancellationToken cancellationToken)
    {
        var stamp = await previewer.StampAsync(file, cancellationToken);
        if (entries.Count >= MostEntries)
        {
            entries.Clear();
        }

        // Many may ask for one file at once: it is read once, and not for nothing when the first of them goes away.
        var entry = entries.AddOrUpdate(file, _ => Begin(), (_, known) => known.Stamp == stamp ? known : Begin());
        try
        {
            return await entry.Version.Value.WaitAsync(cancellationToken);
        }
        catch (Exception) when (entry.Version.Value is { IsCompleted: true, IsCompletedSuccessfully: false })
        {
            entries.TryRemove(KeyValuePair.Create(file, entry));
            throw;
        }

        Entry Begin() => new(stamp, new Lazy<Task<string>>(async () => (await previewer.HashAsync(file, CancellationToken.None))[..VersionLength]));
    }

    private sealed record Entry(InputStamp Stamp, Lazy<Task<string>> Version);
}
