using System.Net;
using BirD.Api.Tests.Support;
using BirD.Contracts.Api;
using BirD.Grains.Tests.Fakes;
using NetVips;

namespace BirD.Api.Tests;

public sealed class PictureTests
{
    [Fact]
    public async Task Picture_OfAnEndedJob_ComesWithItsSidecarItsFailureAndItsLooks()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put("a", new FakePicture("1.png"), new FakePicture("2.png") { Broken = true });
        var job = await host.JobAsync();
        await host.UntilAsync(job.Id, j => j.State == JobPhase.Finished);
        // The fake restorers keep their results to themselves; these are as a silo leaves them.
        Directory.CreateDirectory(Path.Combine(host.Folder, "out", "a"));
        using (var wide = Image.Black(200, 100))
        {
            wide.Pngsave(Path.Combine(host.Folder, "out", "a", "1.png"));
        }

        await File.WriteAllTextAsync(Path.Combine(host.Folder, "out", "a", "1.png.bird.json"), """{"task":"denoise"}""");

        var done = await host.GetAsync($"/jobs/{job.Id}/items/0/0", ApiJson.Default.PictureDocument);
        (done.Item.Output, (string?)done.Sidecar!["task"], done.Failure).ShouldBe(("1.png", "denoise", null));
        var failed = await host.GetAsync($"/jobs/{job.Id}/items/0/1", ApiJson.Default.PictureDocument);
        (failed.Sidecar, failed.Failure!.Class).ShouldBe((null, "input"));

        var jpeg = await host.Http.GetByteArrayAsync(At($"/jobs/{job.Id}/items/0/0/after?size=50"));
        using var small = Image.NewFromBuffer(jpeg);
        (small.Width, small.Height).ShouldBe((50, 25));
    }

    [Theory]
    [InlineData("/jobs/{0}/items/0/7", HttpStatusCode.NotFound, ProblemTypes.UnknownJob)]
    [InlineData("/jobs/{0}/items/7/0/before", HttpStatusCode.NotFound, ProblemTypes.UnknownJob)]
    [InlineData("/jobs/nobody/items/0/0/before", HttpStatusCode.NotFound, ProblemTypes.UnknownJob)]
    [InlineData("/jobs/{0}/items/0/0/after", HttpStatusCode.NotFound, ProblemTypes.InputNotFound)]
    [InlineData("/jobs/{0}/items/0/0/before", HttpStatusCode.UnprocessableEntity, ProblemTypes.NoPreview)]
    [InlineData("/jobs/{0}/items/0/0/before?size=5000", HttpStatusCode.BadRequest, ProblemTypes.InvalidRequest)]
    public async Task Picture_ThatIsNotThereOrCantBeShown_IsAProblemThatSaysWhich(string path, HttpStatusCode status, string type)
    {
        await using var host = await ApiHost.StartAsync();
        host.Put("a", new FakePicture("1.png"));
        var job = await host.JobAsync();
        await host.UntilAsync(job.Id, j => j.State == JobPhase.Finished);
        using var response = await host.Http.GetAsync(At(string.Format(System.Globalization.CultureInfo.InvariantCulture, path, job.Id)));
        await response.ShouldBeProblemAsync(status, type);
    }

    [Theory]
    [InlineData("/jobs/{0}/items/0/0/..%2f..%2fsecret")]
    [InlineData("/jobs/{0}/items/0/-1/before")]
    [InlineData("/jobs/{0}/items/0/0/sidecar")]
    public async Task Picture_AskedForByAnythingButItsPlace_IsNotFound(string path)
    {
        await using var host = await ApiHost.StartAsync();
        using var response = await host.Http.GetAsync(At(string.Format(System.Globalization.CultureInfo.InvariantCulture, path, "a")));
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static Uri At(string path) => new(BirD.Silo.Api.Configuration.ApiOptions.BasePath + path, UriKind.Relative);
}
