using System.Security.Cryptography;
using System.Text;
using BirD.Storage.Results;

namespace BirD.Storage.Conformance;

/// <summary>What every place of results must do. One derived class per implementation.</summary>
public abstract class ResultStoreConformance
{
    protected abstract IResultStore Store { get; }

    /// <summary>The bytes under a name in the place itself, past the store; null when absent.</summary>
    protected abstract Task<string?> PeekAsync(string name);

    /// <summary>Puts bytes under a name past the store, as another program would; null removes it.</summary>
    protected abstract Task TamperAsync(string name, string? content);

    [Fact]
    public async Task Put_ThenFind_ReturnsTheStampAndTheResultIsWhole()
    {
        (await Put("Ordner/Bild ü.JPG", "pixels", 3)).ShouldBeTrue();
        var stamp = (await Store.FindAsync("Ordner/Bild ü.JPG")).ShouldNotBeNull();
        stamp.ShouldBe(new ResultStamp("in", "settings", Sha("pixels"), 6, "restored", 3));
        (await Store.IsWholeAsync("Ordner/Bild ü.JPG", stamp)).ShouldBeTrue();
        (await PeekAsync("Ordner/Bild ü.JPG")).ShouldBe("pixels");
        (await PeekAsync("Ordner/Bild ü.JPG.bird.json")).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("pix")]
    [InlineData("pixelz")]
    public async Task IsWhole_CutShortOrChanged_IsFalse(string now)
    {
        await Put("a.png", "pixels", 1);
        var stamp = (await Store.FindAsync("a.png"))!;
        await TamperAsync("a.png", now);
        (await Store.IsWholeAsync("a.png", stamp)).ShouldBeFalse();
        await TamperAsync("a.png", null);
        (await Store.IsWholeAsync("a.png", stamp)).ShouldBeFalse();
    }

    [Fact]
    public async Task Put_WithALowerEpoch_IsRefusedAndChangesNothing()
    {
        await Put("a.png", "newer", 9);
        (await Put("a.png", "zombie", 8)).ShouldBeFalse();
        (await PeekAsync("a.png")).ShouldBe("newer");
        (await Put("a.png", "again", 9)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("{\"input\":3}")]
    public async Task Find_UnreadableSidecar_CountsAsNotDone(string sidecar)
    {
        await TamperAsync("a.png.bird.json", sidecar);
        (await Store.FindAsync("a.png")).ShouldBeNull();
    }

    [Theory]
    [InlineData("../a.png")]
    [InlineData(".bird/x.png")]
    [InlineData("a.png.bird.json")]
    public async Task Put_OutsideOrReserved_IsRefused(string key) =>
        await Should.ThrowAsync<ArgumentException>(() => Put(key, "x", 1));

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    public async Task Put_WhereAFileLiesThatNoSidecarVouchesFor_IsRefusedAndTheFileStays(string? sidecar)
    {
        await TamperAsync("a.png", "somebody's");
        if (sidecar is not null)
        {
            await TamperAsync("a.png.bird.json", sidecar);
        }

        (await Should.ThrowAsync<PlaceTakenException>(() => Put("a.png", "x", 1))).Message.ShouldContain("a.png");
        (await PeekAsync("a.png")).ShouldBe("somebody's");
    }

    [Fact]
    public async Task Put_WhereAResultWasDamaged_ReplacesIt()
    {
        await Put("a.png", "pixels", 1);
        await TamperAsync("a.png", "pix");
        (await Put("a.png", "again", 2)).ShouldBeTrue();
        (await PeekAsync("a.png")).ShouldBe("again");
    }

    [Fact]
    public async Task Put_AMapWhereAnotherPictureLies_IsRefusedAndThePictureStays()
    {
        await TamperAsync("a.png.uncertainty.png", "somebody's");
        await Should.ThrowAsync<PlaceTakenException>(() => Store.PutAsync("a.png", "x"u8.ToArray(), new ResultMaps("map"u8.ToArray(), default), Sidecar("x", 1)));
        (await Put("a.png", "y", 2)).ShouldBeTrue();
        (await PeekAsync("a.png.uncertainty.png")).ShouldBe("somebody's");
    }

    [Fact]
    public async Task Put_WithoutMapsAfterOneWithThem_TakesThemAway()
    {
        (await Store.PutAsync(
            "a.png", Encoding.UTF8.GetBytes("x"), new ResultMaps(Encoding.UTF8.GetBytes("map"), Encoding.UTF8.GetBytes("found")), WithMaps(Sidecar("x", 1)))).ShouldBeTrue();
        (await PeekAsync("a.png.uncertainty.png")).ShouldBe("map");
        (await PeekAsync("a.png.found.png")).ShouldBe("found");
        (await Put("a.png", "y", 2)).ShouldBeTrue();
        (await PeekAsync("a.png.uncertainty.png")).ShouldBeNull();
        (await PeekAsync("a.png.found.png")).ShouldBeNull();
        (await PeekAsync("a.png")).ShouldBe("y");
    }

    [Fact]
    public async Task Find_ASidecarWithADecision_HasItInItsStamp()
    {
        var plain = Encoding.UTF8.GetString(Sidecar("x", 1));
        await TamperAsync("a.png.bird.json", plain[..^1] + ""","decision":{"kind":"keep-original","by":"curator","at":"2026-02-03T04:05:06Z"}}""");
        (await Store.FindAsync("a.png"))!.Decision.ShouldBe(new DecisionStamp(DecisionStamp.KeepOriginal, "curator", new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.Zero)));
    }

    [Fact]
    public async Task Put_ManyEpochsAtOnce_LeavesTheHighestWhole()
    {
        var won = await Task.WhenAll(Enumerable.Range(1, 12).Select(epoch => Task.Run(() => Put("a.png", $"by {epoch:D2}", epoch))));
        won[^1].ShouldBeTrue();
        var stamp = (await Store.FindAsync("a.png")).ShouldNotBeNull();
        stamp.Epoch.ShouldBe(12);
        (await PeekAsync("a.png")).ShouldBe("by 12");
        (await Store.IsWholeAsync("a.png", stamp)).ShouldBeTrue();
    }

    protected Task<bool> Put(string key, string content, long epoch) =>
        Store.PutAsync(key, Encoding.UTF8.GetBytes(content), Sidecar(content, epoch));

    protected static byte[] Sidecar(string content, long epoch) => Encoding.UTF8.GetBytes(FormattableString.Invariant(
        $$"""{"input":{"sha256":"in"},"settingsHash":"settings","output":{"sha256":"{{Sha(content)}}","bytes":{{content.Length}}},"outcome":"restored","epoch":{{epoch}}}"""));

    private static byte[] WithMaps(byte[] sidecar) =>
        Encoding.UTF8.GetBytes(
        Encoding.UTF8.GetString(sidecar)[..^1] + $$""","uncertainty":{"sha256":"{{Sha("map")}}","bytes":3},"found":{"sha256":"{{Sha("found")}}","bytes":5}""" + "}");

    private static string Sha(string content) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
}
