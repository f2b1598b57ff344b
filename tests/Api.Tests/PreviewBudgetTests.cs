using System.Collections.Concurrent;
using BirD.Restoration.Imaging.Isolation;
using BirD.Silo.Api.Configuration;
using BirD.Silo.Api.Pictures.Previews;
using BirD.Silo.Api.Pictures.Tiles;
using BirD.Silo.Api.Problems;
using BirD.Storage.Inputs;
using BirD.Storage.Results;
using Microsoft.Extensions.Options;

namespace BirD.Api.Tests;

/// <summary>Who waits to look at a picture holds no byte of it, and asking for what there is not reads nothing.</summary>
public sealed class PreviewBudgetTests : IDisposable
{
    private readonly SlowStore files = new();
    private readonly PreviewCodec codec = new(DecodeHelperOptions.For("bird", "BirD.Silo"));
    private readonly Previewer previewer;

    public PreviewBudgetTests() => previewer = new Previewer(files, files, codec, Options.Create(new ApiOptions { PreviewBytes = 1 << 26 }));

    public void Dispose()
    {
        previewer.Dispose();
        codec.Dispose();
    }

    [Fact]
    public async Task SixtyAtOnce_AreReadTwoAtATime()
    {
        var asked = Enumerable.Range(0, 60).Select(n => previewer.HashAsync(File($"{n}"), CancellationToken.None)).ToList();
        files.Gate.SetResult();
        await Task.WhenAll(asked);
        (files.Reads, files.Most).ShouldBe((60, 2));
    }

    [Fact]
    public async Task UnknownVersions_OfOneFile_ReadItOnce()
    {
        files.Gate.SetResult();
        var reader = new TileReader(previewer, new VersionBook(previewer), new TileCache(0));
        await Task.WhenAll(Enumerable.Range(0, 40).Select(async n =>
            (await Should.ThrowAsync<ApiProblemException>(() => reader.TileAsync(File("a"), $"{n:x16}", 0, 0, 0, CancellationToken.None))).Status.ShouldBe(422)));
        files.Reads.ShouldBe(1);

        files.Tag = "changed";
        await Should.ThrowAsync<ApiProblemException>(() => reader.TileAsync(File("a"), "0123456789abcdef", 0, 0, 0, CancellationToken.None));
        files.Reads.ShouldBe(2);
    }

    [Fact]
    public async Task AFileThatIsLargerThanTheBudget_IsRefusedUnread()
    {
        files.Length = 1L << 27;
        (await Should.ThrowAsync<ApiProblemException>(() => previewer.HashAsync(File("a"), CancellationToken.None))).Message.ShouldContain("PreviewBytes");
        files.Reads.ShouldBe(0);
    }

    private static PictureFile File(string key) => new(Side.Original, "scans", key);

    private sealed class SlowStore : IInputStoreFactory, IResultReaderFactory, IInputStore
    {
        private readonly ConcurrentDictionary<Guid, bool> inWork = [];
        private int reads;

        public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public long Length { get; set; } = 1000;

        public string Tag { get; set; } = "";

        public int Reads => reads;

        public int Most { get; private set; }

        public IInputStore Open(string location) => this;

        public async Task<ReadOnlyMemory<byte>> ReadAsync(string key, long maxBytes, CancellationToken cancellationToken = default)
        {
            var id = Guid.NewGuid();
            inWork[id] = true;
            lock (inWork)
            {
                Most = Math.Max(Most, inWork.Count);
            }

            Interlocked.Increment(ref reads);
            await Gate.Task.WaitAsync(cancellationToken);
            await Task.Yield();
            inWork.TryRemove(id, out _);
            return new byte[Length];
        }

        public Task<InputStamp> StampAsync(string key, CancellationToken cancellationToken = default) => Task.FromResult(new InputStamp(Length, Tag));
    }
}
