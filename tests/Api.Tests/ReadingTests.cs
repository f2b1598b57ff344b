using System.Net;
using BirD.Api.Tests.Support;
using BirD.Contracts.Api;
using BirD.Grains.Tests.Fakes;
using BirD.Storage.Objects;

namespace BirD.Api.Tests;

public sealed class ReadingTests
{
    [Fact]
    public async Task Pages_OfItemsJobsAndFailures_TogetherAreEverything()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put("a", [.. Enumerable.Range(0, 11).Select(i => new FakePicture($"{i:D2}.png") { Broken = i % 4 == 0 })]);
        host.Put("b", new FakePicture("x.png"));
        var job = await host.JobAsync();
        var other = await host.JobAsync("scans/b", "results/b");
        await host.UntilAsync(job.Id, j => j.State == JobPhase.Finished);
        await host.UntilAsync(other.Id, j => j.State == JobPhase.Finished);

        (await AllAsync($"/jobs/{job.Id}/items?limit=2", ApiJson.Default.PageItemDocument)).Select(i => i.Output)
            .ShouldBe(Enumerable.Range(0, 11).Select(i => $"{i:D2}.png"));
        (await AllAsync($"/jobs/{job.Id}/items?limit=2&status=failed", ApiJson.Default.PageItemDocument)).Select(i => i.Output)
            .ShouldBe(["00.png", "04.png", "08.png"]);
        (await AllAsync($"/jobs/{job.Id}/failures?limit=1", ApiJson.Default.PageFailureDocument)).Select(i => i.Output)
            .ShouldBe(["00.png", "04.png", "08.png"]);
        (await AllAsync("/jobs?limit=1&state=finished", ApiJson.Default.PageJobDocument)).Select(j => j.Id)
            .ShouldBe([job.Id, other.Id], ignoreOrder: true);
        (await AllAsync("/jobs?state=paused", ApiJson.Default.PageJobDocument)).ShouldBeEmpty();

        async Task<List<T>> AllAsync<T>(string path, System.Text.Json.Serialization.Metadata.JsonTypeInfo<Page<T>> type)
        {
            var (all, after) = (new List<T>(), (string?)null);
            do
            {
                var page = await host.GetAsync(path + (after is null ? "" : $"{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}after={after}"), type);
                all.AddRange(page.Items);
                after = page.Next;
            }
            while (after is not null);
            return all;
        }
    }

    [Fact]
    public async Task Report_AsJsonAndCsv_AddsUp()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put("a", new FakePicture("=1,\"x\".png"), new FakePicture("2.png") { Broken = true });
        var job = await host.JobAsync();
        await host.UntilAsync(job.Id, j => j.State == JobPhase.Finished);

        var report = await host.GetAsync($"/jobs/{job.Id}/report", ApiJson.Default.ReportDocument);
        (report.Failures["input"], report.InputBytes).ShouldBe((1, new DirectoryInfo(Path.Combine(host.Folder, "in", "a")).EnumerateFiles().Sum(f => f.Length)));
        report.Job.Counts!.Steps.ShouldBe(4);
        var rows = (await host.Http.GetStringAsync(new Uri($"/api/v1/jobs/{job.Id}/report?format=csv", UriKind.Relative))).Split("\r\n");
        rows[0].ShouldBe("input,output,status,bytes,failed_attempts");
        rows[1].ShouldStartWith("scans/a/2.png,2.png,failed,");
        rows[2].ShouldStartWith("\"scans/a/=1,\"\"x\"\".png\",\"'=1,\"\"x\"\".png\",restored,");
    }

    [Fact]
    public async Task Read_OfDamagedState_SaysWhatIsDamaged()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put("a", new FakePicture("1.png"));
        var job = await host.JobAsync();
        await host.UntilAsync(job.Id, j => j.State == JobPhase.Finished);
        await host.World.Objects.PutAsync($"jobs/{job.Id}/runs/000001/manifest/000000.jsonl", "{\"schema\":1}\n{broken\n"u8.ToArray(), PutCondition.None);

        using var response = await host.Http.GetAsync(new Uri($"/api/v1/jobs/{job.Id}/items", UriKind.Relative));

        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await response.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, ProblemTypes.StoreUnavailable)).Detail!.ShouldContain("000000.jsonl is malformed");
        await host.World.Objects.PutAsync($"jobs/{job.Id}/submission.json", "{\"schema\":2}"u8.ToArray(), PutCondition.None);
        using var newer = await host.Http.GetAsync(new Uri($"/api/v1/jobs/{job.Id}", UriKind.Relative));
        await newer.ShouldBeProblemAsync(HttpStatusCode.InternalServerError, ProblemTypes.DamagedState);
        (await host.GetAsync("/jobs", ApiJson.Default.PageJobDocument)).Items.ShouldHaveSingleItem().State.ShouldBe(JobPhase.Failed);
    }

    [Fact]
    public async Task Cluster_IsShownWithItsPriorsAndQueue()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put("a", new FakePicture("1.png"), new FakePicture("2.png"));
        var gate = host.World.Hold("1.png", 1);
        var job = await host.JobAsync();
        await gate.Reached;
        await host.UntilAsync(job.Id, j => j is { State: JobPhase.Running, Active.Count: > 0 });

        var cluster = await host.GetAsync("/cluster", ApiJson.Default.ClusterDocument);

        cluster.Priors.ShouldBe([ApiHost.Prior]);
        (cluster.Queue.Running, cluster.Queue.InWork > 0, cluster.Queue.Waiting > 0).ShouldBe((1, true, true));
        gate.Open();
    }

    [Fact]
    public async Task Document_OfTheApi_IsTheOneAgreedOn()
    {
        await using var host = await ApiHost.StartAsync();
        var document = await host.Http.GetStringAsync(new Uri("/api/v1/openapi.json", UriKind.Relative));
        Support.Golden.Match("openapi.json", document.ReplaceLineEndings("\n"));
    }
}
