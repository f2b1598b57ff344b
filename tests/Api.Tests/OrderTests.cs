using System.Net;
using System.Net.Http.Json;
using BirD.Api.Tests.Support;
using BirD.Contracts.Api;
using BirD.Grains.Tests.Fakes;

namespace BirD.Api.Tests;

public sealed class OrderTests
{
    [Fact]
    public async Task PauseResume_StopsGrantingAndGoesOn()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put("a", new FakePicture("1.png"), new FakePicture("2.png"));
        var gate = host.World.Hold("1.png", 1);
        var job = await host.JobAsync();
        await gate.Reached;

        (await OrderAsync(host, job.Id, "pause")).State.ShouldBe(JobPhase.Paused);
        (await host.UntilAsync(job.Id, j => j.Active.Count == 0)).State.ShouldBe(JobPhase.Paused);
        (await OrderAsync(host, job.Id, "resume")).State.ShouldBe(JobPhase.Running);
        gate.Open();

        (await host.UntilAsync(job.Id, j => j.State == JobPhase.Finished)).Counts!.Restored.ShouldBe(2);
        host.Audit.Lines.Select(line => line.Split(':')[1]).ShouldAllBe(line => line.Contains("POST", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cancel_EndsTheRunAndKeepsWhatIsDone()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put("a", new FakePicture("1.png"), new FakePicture("2.png"));
        var gate = host.World.Hold("2.png", 1);
        var job = await host.JobAsync();
        await gate.Reached;
        await host.UntilAsync(job.Id, j => j.Counts?.Restored == 1);

        await OrderAsync(host, job.Id, "cancel");

        // Given back, not merely cancelled: until then the open gate would let the picture be finished.
        var ended = await host.UntilAsync(job.Id, j => j.State == JobPhase.Cancelled);
        ended.Counts!.Restored.ShouldBe(1);
        await Grains.Tests.Cluster.Until.TrueAsync(() => host.World.RunningSessions == 0, "the picture in work is given back");
        gate.Open();
        (await host.JobAsync()).Id.ShouldBe(job.Id);
        var next = await host.UntilAsync(job.Id, j => j is { Run: 2, State: JobPhase.Finished });
        (next.Counts!.Skipped, next.Counts.Restored).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Cancel_FinishingWhatIsInWork_FinishesIt()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put("a", [.. Enumerable.Range(0, 9).Select(i => new FakePicture($"{i}.png"))]);
        var gates = Enumerable.Range(0, 9).Select(i => host.World.Hold($"{i}.png", 1)).ToList();
        var job = await host.JobAsync();
        var inWork = await host.UntilAsync(job.Id, j => j.Active.Count > 0);

        using var response = await host.Http.PostAsJsonAsync(
            new Uri($"/api/v1/jobs/{job.Id}/cancel", UriKind.Relative), new CancelOrder(CancelWord.FinishCurrent), ApiJson.Default.CancelOrder);
        (await response.ReadAsync(ApiJson.Default.JobDocument, HttpStatusCode.OK)).State.ShouldBe(JobPhase.Draining);
        gates.ForEach(gate => gate.Open());

        var ended = await host.UntilAsync(job.Id, j => j.State == JobPhase.Cancelled);
        ended.Counts!.Restored.ShouldBeInRange(inWork.Active.Count, 8);
    }

    [Fact]
    public async Task Retry_OpensFailedPicturesAgain()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put("a", new FakePicture("1.png"), new FakePicture("2.png") { Broken = true });
        var job = await host.JobAsync();
        await host.UntilAsync(job.Id, j => j.State == JobPhase.Finished);

        using (var odd = await host.Http.PostAsJsonAsync(
            new Uri($"/api/v1/jobs/{job.Id}/retry", UriKind.Relative), new RetryOrder("nonsense"), ApiJson.Default.RetryOrder))
        {
            await odd.ShouldBeProblemAsync(HttpStatusCode.BadRequest, ProblemTypes.InvalidRequest);
        }

        (await RetryAsync("poison")).Items.ShouldBe(0);
        host.Put("a", new FakePicture("2.png"));
        (await RetryAsync("input")).Items.ShouldBe(1);

        var done = await host.UntilAsync(job.Id, j => j is { State: JobPhase.Finished, Counts.Failed: 0 });
        (done.Run, done.Counts!.Restored).ShouldBe((1, 2));
        (await host.GetAsync($"/jobs/{job.Id}/failures", ApiJson.Default.PageFailureDocument)).Items.ShouldBeEmpty();

        async Task<RetryReply> RetryAsync(string failureClass)
        {
            using var response = await host.Http.PostAsJsonAsync(
                new Uri($"/api/v1/jobs/{job.Id}/retry", UriKind.Relative), new RetryOrder(failureClass), ApiJson.Default.RetryOrder);
            return await response.ReadAsync(ApiJson.Default.RetryReply, HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task Priority_OfASubmissionAndAfterwards_ReachesTheJob()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put("a", new FakePicture("1.png"));
        var gate = host.World.Hold("1.png", 1);
        using var submitted = await host.SubmitAsync(new SubmitRequest { Input = "scans/a", Output = "results/a", Priority = 7, MaxInFlight = 3 });
        var job = await submitted.ReadAsync(ApiJson.Default.JobDocument, HttpStatusCode.Accepted);
        await gate.Reached;
        var running = await host.UntilAsync(job.Id, j => j.State == JobPhase.Running);
        (running.Priority, running.MaxInFlight).ShouldBe((7, 3));

        using var response = await host.Http.PutAsJsonAsync(
            new Uri($"/api/v1/jobs/{job.Id}/priority", UriKind.Relative), new PriorityOrder(-5), ApiJson.Default.PriorityOrder);
        var changed = await response.ReadAsync(ApiJson.Default.JobDocument, HttpStatusCode.OK);
        (changed.Priority, changed.MaxInFlight).ShouldBe((-5, null));
        gate.Open();
    }

    private static async Task<JobDocument> OrderAsync(ApiHost host, string id, string order)
    {
        using var response = await host.Http.PostAsync(new Uri($"/api/v1/jobs/{id}/{order}", UriKind.Relative), null);
        return await response.ReadAsync(ApiJson.Default.JobDocument, HttpStatusCode.OK);
    }
}
