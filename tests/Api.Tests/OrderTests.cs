using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Serialization.Metadata;
using BirD.Api.Tests.Support;
using BirD.Contracts.Api;
using BirD.Grains.Tests.Fakes;

namespace BirD.Api.Tests;

public sealed class OrderTests
{
    [Fact]
    public async Task Retry_AfterTheOriginalWasMended_RestoresIt()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put("a", new FakePicture("1.png"), new FakePicture("2.png") { Broken = true });
        var job = await host.JobAsync();
        await host.UntilAsync(job.Id, j => j is { State: JobPhase.Finished, Counts.Failed: 1 });
        host.Put("a", new FakePicture("2.png"));

        (await PostAsync(host, $"/jobs/{job.Id}/retry", new RetryOrder("poison"), ApiJson.Default.RetryOrder, ApiJson.Default.RetryReply)).Items.ShouldBe(0);
        (await PostAsync(host, $"/jobs/{job.Id}/retry", new RetryOrder(), ApiJson.Default.RetryOrder, ApiJson.Default.RetryReply)).Items.ShouldBe(1);
        await host.UntilAsync(job.Id, j => j is { State: JobPhase.Finished, Counts: { Failed: 0, Restored: 2 } });

        using var odd = await host.Http.PostAsync(
            new Uri($"/api/v1/jobs/{job.Id}/retry", UriKind.Relative), JsonContent.Create(new RetryOrder("nonsense"), ApiJson.Default.RetryOrder));
        await odd.ShouldBeProblemAsync(HttpStatusCode.BadRequest, ProblemTypes.InvalidRequest);
    }

    [Fact]
    public async Task Priority_OfARunningJob_IsChangedAndCancelMayFinishWhatIsInWork()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put("a", new FakePicture("1.png", Steps: 6), new FakePicture("2.png"), new FakePicture("3.png"));
        var gate = host.World.Hold("1.png", 2);
        using var response = await host.SubmitAsync(new SubmitRequest { Input = "scans/a", Output = "results/a", Priority = 3, MaxInFlight = 1 });
        var job = await response.ReadAsync(ApiJson.Default.JobDocument, HttpStatusCode.Accepted);
        await gate.Reached;
        (await host.UntilAsync(job.Id, j => j.State == JobPhase.Running)).Priority.ShouldBe(3);

        using var changed = await host.Http.PutAsync(
            new Uri($"/api/v1/jobs/{job.Id}/priority", UriKind.Relative), JsonContent.Create(new PriorityOrder(7, 1), ApiJson.Default.PriorityOrder));
        (await changed.ReadAsync(ApiJson.Default.JobDocument, HttpStatusCode.OK)).Priority.ShouldBe(7);
        await PostAsync(host, $"/jobs/{job.Id}/cancel", new CancelOrder(CancelWord.FinishCurrent), ApiJson.Default.CancelOrder, ApiJson.Default.JobDocument);
        gate.Open();
        (await host.UntilAsync(job.Id, j => j.State == JobPhase.Cancelled)).Counts!.Restored.ShouldBe(1);
        host.World.StepsOf("2.png").ShouldBe(0);
    }

    private static async Task<TReply> PostAsync<TOrder, TReply>(
        ApiHost host, string path, TOrder order, JsonTypeInfo<TOrder> type, JsonTypeInfo<TReply> reply)
    {
        using var response = await host.Http.PostAsync(new Uri("/api/v1" + path, UriKind.Relative), JsonContent.Create(order, type));
        return await response.ReadAsync(reply, HttpStatusCode.OK);
    }
}
