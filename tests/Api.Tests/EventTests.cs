using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using BirD.Api.Tests.Support;
using BirD.Contracts.Api;
using BirD.Grains.Tests.Fakes;

namespace BirD.Api.Tests;

public sealed class EventTests
{
    [Fact]
    public async Task Events_OfARun_AreEveryPictureOnceThenTheEnd()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put("a", [.. Enumerable.Range(0, 7).Select(i => new FakePicture($"{i}.png") { Broken = i == 3 })]);
        var job = await host.JobAsync();

        var events = await ReadAsync(host, job.Id, null);

        events.Count(e => e.EventType == EventNames.Progress).ShouldBeGreaterThan(0);
        var items = events.Where(e => e.EventType == EventNames.Item).ToList();
        items.Select(e => e.EventId).ShouldBe(Enumerable.Range(1, 7).Select(i => $"1-{i}"));
        items.Select(Item).Select(i => i.Input).Order().ShouldBe(Enumerable.Range(0, 7).Select(i => $"scans/a/{i}.png"));
        items.Select(Item).Single(i => i.Status == ItemPhase.Failed).Message.ShouldBe("3.png is no picture.");
        var end = JsonSerializer.Deserialize(events[^1].Data, ApiJson.Default.JobDocument)!;
        (events[^1].EventType, end.State, end.Counts!.Done).ShouldBe((EventNames.End, JobPhase.Finished, 7));
    }

    [Theory]
    [InlineData("1-4", 3)]
    [InlineData("1-7", 0)]
    [InlineData("9-4", 7)]
    public async Task Events_AfterAnId_GoOnBehindIt(string lastId, int expected)
    {
        await using var host = await ApiHost.StartAsync();
        host.Put("a", [.. Enumerable.Range(0, 7).Select(i => new FakePicture($"{i}.png"))]);
        var job = await host.JobAsync();
        await host.UntilAsync(job.Id, j => j.State == JobPhase.Finished);

        var items = (await ReadAsync(host, job.Id, lastId)).Where(e => e.EventType == EventNames.Item).ToList();

        items.Select(e => e.EventId).ShouldBe(Enumerable.Range(8 - expected, expected).Select(i => $"1-{i}"));
    }

    [Fact]
    public async Task Events_WithoutItems_AreProgressAndTheEnd()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put("a", [.. Enumerable.Range(0, 7).Select(i => new FakePicture($"{i}.png"))]);
        var gate = host.World.Hold("3.png", 1);
        var job = await host.JobAsync();
        var reading = ReadAsync(host, job.Id, null, "?items=false");
        await host.UntilAsync(job.Id, j => j.Counts?.Done == 6);
        gate.Open();

        var events = await reading;

        events.Select(e => e.EventType).Distinct().ShouldBe([EventNames.Progress, EventNames.End]);
        JsonSerializer.Deserialize(events[^1].Data, ApiJson.Default.JobDocument)!.Counts!.Done.ShouldBe(7);
    }

    [Fact]
    public async Task Events_AfterNonsense_AreRefused()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put("a", new FakePicture("1.png"));
        var job = await host.JobAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/jobs/{job.Id}/events");
        request.Headers.Add("Last-Event-ID", "yesterday");
        using var response = await host.Http.SendAsync(request);
        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, ProblemTypes.InvalidRequest);
    }

    [Fact]
    public async Task Events_MoreStreamsThanAllowed_AreRefused()
    {
        await using var host = await ApiHost.StartAsync(("Bird:Api:WatchersPerCaller", "1"));
        host.Put("a", new FakePicture("1.png"));
        var gate = host.World.Hold("1.png", 1);
        var job = await host.JobAsync();
        var path = new Uri($"/api/v1/jobs/{job.Id}/events", UriKind.Relative);
        using var first = await host.Http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        first.StatusCode.ShouldBe(HttpStatusCode.OK);

        using var second = await host.Http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);

        await second.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, ProblemTypes.TooManyRequests);
        gate.Open();
    }

    private static ItemEvent Item(SseItem<string> item) => JsonSerializer.Deserialize(item.Data, ApiJson.Default.ItemEvent)!;

    private static async Task<List<SseItem<string>>> ReadAsync(ApiHost host, string id, string? lastId, string query = "")
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/jobs/{id}/events{query}");
        if (lastId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastId);
        }

        using var response = await host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        await using var stream = await response.Content.ReadAsStreamAsync(timeout.Token);
        return await SseParser.Create(stream).EnumerateAsync(timeout.Token).ToListAsync(timeout.Token);
    }
}
