using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using BirD.Grains.Tests.Fakes;
using BirD.Storage;
using BirD.Storage.Inputs;
using BirD.Storage.Roots;

namespace BirD.Api.Tests.Support;

/// <summary>What outlives a cluster: its store and a folder with originals.</summary>
internal sealed class ApiGround : IDisposable
{
    public ApiGround()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "in"));
        Directory.CreateDirectory(Path.Combine(Folder, "out"));
        Roots = new InputRoots(new RootOptions { Roots = { ["scans"] = $"{Folder}/in" } });
        Lister = new ChoppyLister(Roots);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("bird-api-").FullName;

    public World World { get; } = new();

    public InputRoots Roots { get; }

    /// <summary>What listings go through.</summary>
    public ChoppyLister Lister { get; }

    /// <summary>True when a test disposes it itself, after several hosts.</summary>
    public bool IsShared { get; init; }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

/// <summary>Lists like the one it wraps, up to where a test stops it.</summary>
internal sealed class ChoppyLister(IInputListerFactory inner) : IInputListerFactory
{
    /// <summary>Entries that each listing still gets before it waits for <see cref="Rest"/>.</summary>
    public int Entries { get; set; } = int.MaxValue;

    /// <summary>Lets listings go on, or fails them.</summary>
    public TaskCompletionSource Rest { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Where each listing began.</summary>
    public ConcurrentQueue<string?> Begun { get; } = [];

    public IInputLister Open(string location) => new Lister(this, inner.Open(location));

    private sealed class Lister(ChoppyLister owner, IInputLister inner) : IInputLister
    {
        public async IAsyncEnumerable<InputEntry> ListAsync(
            string prefix, string? after = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            owner.Begun.Enqueue(after);
            var given = 0;
            await foreach (var entry in inner.ListAsync(prefix, after, cancellationToken))
            {
                if (given++ == owner.Entries)
                {
                    await owner.Rest.Task.WaitAsync(cancellationToken);
                }

                yield return entry;
            }
        }

        public IAsyncEnumerable<InputEntry> ListFolderAsync(string folder, CancellationToken cancellationToken = default) =>
            inner.ListFolderAsync(folder, cancellationToken);
    }
}
