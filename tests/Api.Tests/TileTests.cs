using System.Net;
using BirD.Api.Tests.Support;
using BirD.Contracts.Api;
using BirD.Grains.Tests.Fakes;
using NetVips;

namespace BirD.Api.Tests;

/// <summary>Results at full size, in tiles.</summary>
public sealed class TileTests
{
    [Fact]
    public async Task Tiles_OfEverySize_AreWhatTheDescriptionSays()
    {
        await using var host = await ApiHost.StartAsync();
        var path = await ResultAsync(host, 1100, 600);
        var tiles = await host.GetAsync($"{path}/tiles", ApiJson.Default.TilesDocument);
        (tiles.Width, tiles.Height, tiles.TileSize, tiles.Overlap, tiles.Levels).ShouldBe((1100, 600, 512, 1, 3));

        (await SizeAsync(host, $"{path}/tiles/{tiles.Version}/0/0/0")).ShouldBe((275, 150));
        (await SizeAsync(host, $"{path}/tiles/{tiles.Version}/2/0/0")).ShouldBe((513, 513));
        (await SizeAsync(host, $"{path}/tiles/{tiles.Version}/2/1/1")).ShouldBe((514, 89));
        (await SizeAsync(host, $"{path}/tiles/{tiles.Version}/2/2/1")).ShouldBe((77, 89));
    }

    [Theory]
    [InlineData("{0}/3/0/0", HttpStatusCode.NotFound)]
    [InlineData("{0}/2/3/0", HttpStatusCode.NotFound)]
    [InlineData("{0}/2/-1/0", HttpStatusCode.NotFound)]
    [InlineData("0123456789abcdef/0/0/0", HttpStatusCode.UnprocessableEntity)]
    [InlineData("..%2f..%2f..%2fetcpa/0/0/0", HttpStatusCode.NotFound)]
    [InlineData("..%5c..%5c..%5cx/0/0/0", HttpStatusCode.NotFound)]
    public async Task Tile_ThatThereIsNot_IsAProblem(string tile, HttpStatusCode status)
    {
        await using var host = await ApiHost.StartAsync();
        var path = await ResultAsync(host, 1100, 600);
        var tiles = await host.GetAsync($"{path}/tiles", ApiJson.Default.TilesDocument);
        using var response = await host.Http.GetAsync(At($"{path}/tiles/{string.Format(System.Globalization.CultureInfo.InvariantCulture, tile, tiles.Version)}"));
        response.StatusCode.ShouldBe(status);
        (await response.Content.ReadAsStringAsync()).ShouldNotContain(host.Folder, Case.Sensitive, "where the server keeps things is nobody's business");
    }

    [Fact]
    public async Task Tiles_OfAResultThatWasMadeAnew_AreOtherTiles()
    {
        await using var host = await ApiHost.StartAsync(("Bird:Api:TileCacheBytes", "0"));
        var path = await ResultAsync(host, 600, 400);
        var before = await host.GetAsync($"{path}/tiles", ApiJson.Default.TilesDocument);
        Write(host, 300, 200);
        var after = await host.GetAsync($"{path}/tiles", ApiJson.Default.TilesDocument);
        (after.Width, after.Levels).ShouldBe((300, 1));
        after.Version.ShouldNotBe(before.Version);

        // The cache holds one: what fell out of it is made again if it can be.
        using var old = await host.Http.GetAsync(At($"{path}/tiles/{before.Version}/0/0/0"));
        await old.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, ProblemTypes.NoPreview);
        (await SizeAsync(host, $"{path}/tiles/{after.Version}/0/0/0")).ShouldBe((300, 200));
    }

    [Fact]
    public async Task Tiles_WhereThereIsAKey_AreForThoseWhoHaveIt()
    {
        await using var host = await ApiHost.StartAsync();
        var path = await ResultAsync(host, 600, 400);
        var tiles = await host.GetAsync($"{path}/tiles", ApiJson.Default.TilesDocument);
        await host.UseKeyAsync(KeyRole.Read);
        (await SizeAsync(host, $"{path}/tiles/{tiles.Version}/1/0/0")).ShouldBe((513, 400));
        host.Http.DefaultRequestHeaders.Authorization = null;
        foreach (var address in new[] { $"{path}/tiles", $"{path}/tiles/{tiles.Version}/1/0/0" })
        {
            using var response = await host.Http.GetAsync(At(address));
            await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, ProblemTypes.Unauthenticated);
        }
    }

    /// <summary>For 16 bytes of memory a pixel, of which 272 million hold 17 megapixels: more than is tried first.</summary>
    [Fact]
    public async Task Tiles_AreMadeAsFarAsMemoryGoes_AndPreviewsBeyond()
    {
        await using var host = await ApiHost.StartAsync(("Bird:Api:PreviewBytes", "272000000"));
        var path = await ResultAsync(host, 16_001, 1000);
        (await host.GetAsync($"{path}/tiles", ApiJson.Default.TilesDocument)).Width.ShouldBe(16_001);

        Write(host, 17_001, 1000);
        using var response = await host.Http.GetAsync(At($"{path}/tiles"));
        (await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, ProblemTypes.NoPreview)).Detail!.ShouldContain("Bird:Api:PreviewBytes");
        (await SizeAsync(host, $"{path}?size=320")).ShouldBe((320, 19));
    }

    /// <summary>A finished job with one result of this size; answers where it is shown.</summary>
    private static async Task<string> ResultAsync(ApiHost host, int width, int height)
    {
        host.Put("a", new FakePicture("1.png"));
        var job = await host.JobAsync();
        await host.UntilAsync(job.Id, j => j.State == JobPhase.Finished);
        Write(host, width, height);
        return $"/jobs/{job.Id}/items/0/0/after";
    }

    private static void Write(ApiHost host, int width, int height)
    {
        Directory.CreateDirectory(Path.Combine(host.Folder, "out", "a"));
        using var picture = Image.Black(width, height);
        picture.Pngsave(Path.Combine(host.Folder, "out", "a", "1.png"), compression: 1);
    }

    private static async Task<(int, int)> SizeAsync(ApiHost host, string path)
    {
        using var tile = Image.NewFromBuffer(await host.Http.GetByteArrayAsync(At(path)));
        return (tile.Width, tile.Height);
    }

    private static Uri At(string path) => new(BirD.Silo.Api.Configuration.ApiOptions.BasePath + path, UriKind.Relative);
}
