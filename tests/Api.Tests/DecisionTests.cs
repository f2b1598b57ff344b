using System.Net;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using BirD.Api.Tests.Support;
using BirD.Contracts.Api;
using BirD.Grains.Tests.Cluster;
using BirD.Grains.Tests.Fakes;

namespace BirD.Api.Tests;

/// <summary>Decisions about single pictures, and following a picture while it is in work.</summary>
public sealed class DecisionTests
{
    [Fact]
    public async Task Keep_ThenRestoreAgain_AreCarriedOutAndAudited()
    {
        await using var host = await ApiHost.StartAsync();
        var picture = new FakePicture("1.png");
        host.Put("a", picture);
        var job = await host.JobAsync();
        await host.UntilAsync(job.Id, j => j.State == JobPhase.Finished);
        var key = await host.UseKeyAsync(KeyRole.Write);

        var kept = await OrderAsync(host, job.Id, "keep-original");
        (kept.Decision!.Kind, kept.Decision.By).ShouldBe(("keep-original", $"key:test:{key.Id}"));
        await UntilAsync(host, job.Id, ItemPhase.Unchanged);
        host.World.Results.Picture("1.png").ShouldBe(picture.ToBytes());

        (await OrderAsync(host, job.Id, "restore-again")).Decision.ShouldBeNull();
        await UntilAsync(host, job.Id, ItemPhase.Restored);
        host.World.Results.Picture("1.png").ShouldBe(picture.Expected());
        host.Audit.Lines.Where(line => line.Contains("key:test", StringComparison.Ordinal)).ShouldSatisfyAllConditions(
            lines => lines.ShouldContain(line => line.Contains("/items/0/0/keep-original -> 202", StringComparison.Ordinal)),
            lines => lines.ShouldContain(line => line.Contains("/items/0/0/restore-again -> 202", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("nobody", 0, "keep-original", HttpStatusCode.NotFound, ProblemTypes.UnknownJob)]
    [InlineData(null, 9, "keep-original", HttpStatusCode.NotFound, ProblemTypes.UnknownJob)]
    [InlineData(null, 0, "restore-again", HttpStatusCode.Conflict, ProblemTypes.JobConflict)]
    public async Task Decide_WhereThereIsNothingToDecide_IsAProblemThatSaysWhich(string? id, int item, string verb, HttpStatusCode status, string type)
    {
        await using var host = await ApiHost.StartAsync();
        host.Put("a", new FakePicture("1.png"));
        var job = await host.JobAsync();
        await host.UntilAsync(job.Id, j => j.State == JobPhase.Finished);
        using var response = await host.Http.PostAsync(At($"/jobs/{id ?? job.Id}/items/0/{item}/{verb}"), null);
        await response.ShouldBeProblemAsync(status, type);
    }

    [Fact]
    public async Task Decide_ByAReaderOrFromAnotherSitesPage_IsDeniedAndAudited()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put("a", new FakePicture("1.png"));
        var job = await host.JobAsync();
        await host.UntilAsync(job.Id, j => j.State == JobPhase.Finished);

        // What a form or a script of another site can send without asking: no header of our own, and its Origin.
        using var foreign = new HttpRequestMessage(HttpMethod.Post, At($"/jobs/{job.Id}/items/0/0/keep-original"))
        {
            Content = new StringContent("", Encoding.UTF8, "text/plain"),
            Headers = { { "Origin", "https://elsewhere.example" }, { "Sec-Fetch-Site", "cross-site" } },
        };
        using var refused = await host.Http.SendAsync(foreign);
        await refused.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, ProblemTypes.Unauthenticated);

        await host.UseKeyAsync(KeyRole.Read);
        using var reader = await host.Http.PostAsync(At($"/jobs/{job.Id}/items/0/0/keep-original"), null);
        await reader.ShouldBeProblemAsync(HttpStatusCode.Forbidden, ProblemTypes.Forbidden);
        host.Audit.Lines.Count(line => line.EndsWith("denied", StringComparison.Ordinal)).ShouldBe(2);
        (await host.GetAsync($"/jobs/{job.Id}/items/0/0", ApiJson.Default.PictureDocument)).Decision.ShouldBeNull();
    }

    [Fact]
    public async Task Watch_APictureInWork_TellsOfItsKernelAndThenOfItsEnd()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put("a", new FakePicture("1.png"));
        var gate = host.World.Hold("1.png", 2);
        var job = await host.JobAsync();
        await gate.Reached;

        using var patience = new CancellationTokenSource(Until.Patience);
        await using var stream = await host.Http.GetStreamAsync(At($"/jobs/{job.Id}/items/0/0/events"), patience.Token);
        var work = default(WorkDocument);
        await foreach (var news in SseParser.Create(stream).EnumerateAsync(patience.Token))
        {
            if (news.EventType == "work")
            {
                work = JsonSerializer.Deserialize(news.Data, ApiJson.Default.WorkDocument)!;
                gate.Open();
            }
            else if (JsonSerializer.Deserialize(news.Data, ApiJson.Default.PictureDocument)!.Item.Status == ItemPhase.Restored)
            {
                break;
            }
        }

        work.ShouldNotBeNull().ShouldSatisfyAllConditions(
            w => (w.Step, w.Steps).ShouldBe((2, 4)), w => w.Kernel.Size.ShouldBe(1), w => w.Kernel.Channels.ShouldHaveSingleItem().ShouldHaveSingleItem());
    }

    private static async Task<PictureDocument> OrderAsync(ApiHost host, string job, string verb)
    {
        using var response = await host.Http.PostAsync(At($"/jobs/{job}/items/0/0/{verb}"), null);
        return await response.ReadAsync(ApiJson.Default.PictureDocument, HttpStatusCode.Accepted);
    }

    private static Task UntilAsync(ApiHost host, string job, ItemPhase status) => Until.TrueAsync(
        async () => (await host.GetAsync($"/jobs/{job}/items/0/0", ApiJson.Default.PictureDocument)).Item.Status == status,
        () => Task.FromResult($"The picture never became {status}."));

    private static Uri At(string path) => new(BirD.Silo.Api.Configuration.ApiOptions.BasePath + path, UriKind.Relative);
}
