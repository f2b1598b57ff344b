using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using BirD.Api.Tests.Support;
using BirD.Contracts.Api;
using BirD.Grains.Tests.Fakes;
using BirD.Storage.Objects;

namespace BirD.Api.Tests;

public sealed class SubmitTests
{
    [Fact]
    public async Task Submit_AFolder_IsListedRunAndReportedByItsUsersNames()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put("a", new FakePicture("1.png"), new FakePicture("sub/2.png"), new FakePicture("3.png") { Broken = true }, new FakePicture("notes.txt"));
        host.Put("b", new FakePicture("not-ours.png"));

        using var response = await host.SubmitAsync(new SubmitRequest { Input = "scans/a/", Output = "results/a" });
        var job = await response.ReadAsync(ApiJson.Default.JobDocument, HttpStatusCode.Accepted);
        response.Headers.Location!.ToString().ShouldBe($"/api/v1/jobs/{job.Id}");
        var done = await host.UntilAsync(job.Id, j => j.State == JobPhase.Finished);

        (done.Input, done.Output, done.Run, done.Prior, done.SubmittedBy).ShouldBe(("scans/a", "results/a", 1, ApiHost.Prior, "loopback"));

        // Steps are known as long as the job's grain is asked: whether it still was depends on the moment.
        (done.Counts! with { Steps = null }).ShouldBe(new JobCounts(3, 2, 0, 0, 1, null));
        host.World.Results.Picture("sub/2.png").ShouldBe(new FakePicture("sub/2.png").Expected());
        var items = await host.GetAsync($"/jobs/{job.Id}/items", ApiJson.Default.PageItemDocument);
        items.Items.Select(i => (i.Input, i.Output, i.Status)).ShouldBe(
        [
            ("scans/a/1.png", "1.png", ItemPhase.Restored),
            ("scans/a/3.png", "3.png", ItemPhase.Failed),
            ("scans/a/sub/2.png", "sub/2.png", ItemPhase.Restored),
        ]);
        var failure = (await host.GetAsync($"/jobs/{job.Id}/failures", ApiJson.Default.PageFailureDocument)).Items.ShouldHaveSingleItem();
        (failure.Input, failure.Class, failure.Message).ShouldBe(("scans/a/3.png", "input", "3.png is no picture."));
    }

    [Fact]
    public async Task Submit_TheSameAgain_IsTheSameJobWhileItRunsAndAnotherRunAfterwards()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put("a", new FakePicture("1.png"), new FakePicture("2.png"));
        var gate = host.World.Hold("2.png", 1);
        var first = await host.JobAsync();

        using var again = await host.SubmitAsync(new SubmitRequest { Input = "scans/a", Output = "results/a" });
        (await again.ReadAsync(ApiJson.Default.JobDocument, HttpStatusCode.OK)).Id.ShouldBe(first.Id);
        gate.Open();
        (await host.UntilAsync(first.Id, j => j.State == JobPhase.Finished)).Counts!.Restored.ShouldBe(2);

        (await host.JobAsync()).Id.ShouldBe(first.Id);
        var second = await host.UntilAsync(first.Id, j => j is { State: JobPhase.Finished, Run: 2 });
        second.Counts!.Skipped.ShouldBe(2);
    }

    [Fact]
    public async Task Submit_AfterTheEndButBeforeTheListingSaidSo_IsAnotherRun()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put("a", new FakePicture("1.png"));
        var (writes, late) = (0, true);
        host.World.Objects.RefuseWrites = key => key.EndsWith("/submission.json", StringComparison.Ordinal) && Interlocked.Increment(ref writes) > 1 && late;
        var first = await host.JobAsync();
        await host.UntilAsync(first.Id, j => j.State == JobPhase.Finished);
        await Grains.Tests.Cluster.Until.TrueAsync(() => Volatile.Read(ref writes) > 1, "the listing failed to say that it is complete");
        late = false;

        (await host.JobAsync()).Run.ShouldBe(2);
        (await host.UntilAsync(first.Id, j => j is { State: JobPhase.Finished, Run: 2 })).Counts!.Skipped.ShouldBe(1);
    }

    [Fact]
    public async Task Submit_WithAnIdempotencyKey_StartsOnceAndRefusesOtherContent()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put("a", new FakePicture("1.png"));
        var request = new SubmitRequest { Input = "scans/a", Output = "results/a" };
        using var first = await host.SubmitAsync(request, "k1");
        var job = await first.ReadAsync(ApiJson.Default.JobDocument, HttpStatusCode.Accepted);
        await host.UntilAsync(job.Id, j => j.State == JobPhase.Finished);

        using var again = await host.SubmitAsync(request, "k1");
        (await again.ReadAsync(ApiJson.Default.JobDocument, HttpStatusCode.OK)).Run.ShouldBe(1, "the job has ended, but the key was used");
        using var other = await host.SubmitAsync(request with { Priority = 5 }, "k1");
        await other.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, ProblemTypes.IdempotencyKeyReused);
    }

    [Fact]
    public async Task Submit_OneIdempotencyKeyAndEightRequestsAtOnce_IsOneJob()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put("a", new FakePicture("1.png"));

        var responses = await Task.WhenAll(Enumerable.Range(0, 8).Select(n =>
            host.SubmitAsync(new SubmitRequest { Input = "scans/a", Output = $"results/{n}" }, "one")));

        responses.Count(r => r.IsSuccessStatusCode).ShouldBe(1);
        responses.Count(r => r.StatusCode == HttpStatusCode.UnprocessableEntity).ShouldBe(7);
        (await host.GetAsync("/jobs", ApiJson.Default.PageJobDocument)).Items.Count.ShouldBe(1);
        Array.ForEach(responses, r => r.Dispose());
    }

    [Fact]
    public async Task Submit_TwentyAtOnce_AreOneRun()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put("a", new FakePicture("1.png"));
        var gate = host.World.Hold("1.png", 1);

        var responses = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => host.SubmitAsync(new SubmitRequest { Input = "scans/a", Output = "results/a" })));

        responses.Count(r => r.StatusCode == HttpStatusCode.Accepted).ShouldBe(1);
        responses.ShouldAllBe(r => r.IsSuccessStatusCode);
        host.Put("b", new FakePicture("2.png"));
        using var other = await host.SubmitAsync(new SubmitRequest { Input = "scans/b", Output = "results/a" });
        await other.ShouldBeProblemAsync(HttpStatusCode.Conflict, ProblemTypes.OutputInUse);
        gate.Open();
        (await host.UntilAsync((await responses[0].Content.ReadFromJsonAsync(ApiJson.Default.JobDocument))!.Id, j => j.State == JobPhase.Finished)).Run.ShouldBe(1);
        Array.ForEach(responses, r => r.Dispose());
    }

    [Fact]
    public async Task Submit_ToAnOutputInUse_IsRefusedUntilTheOtherJobEnds()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put("a", new FakePicture("1.png"));
        host.Put("b", new FakePicture("2.png"));
        var gate = host.World.Hold("1.png", 1);
        var first = await host.JobAsync();

        using var second = await host.SubmitAsync(new SubmitRequest { Input = "scans/b", Output = "results/a" });
        (await second.ShouldBeProblemAsync(HttpStatusCode.Conflict, ProblemTypes.OutputInUse)).Detail!.ShouldContain(first.Id);
        gate.Open();
        await host.UntilAsync(first.Id, j => j.State == JobPhase.Finished);

        (await host.JobAsync("scans/b")).Run.ShouldBe(2, "run numbers count per output, so that results of the later job outrank");
    }

    [Fact]
    public async Task Submit_WhenAnotherJobClaimsTheOutputInTheSameMoment_IsTakenBack()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put("a", new FakePicture("1.png"));
        var (claim, rivals) = ("", 1);
        host.World.Objects.RefuseWrites = key =>
        {
            if (key.StartsWith("outputs/", StringComparison.Ordinal))
            {
                claim = key;
            }
            else if (key.EndsWith("/submission.json", StringComparison.Ordinal) && Interlocked.Exchange(ref rivals, 0) == 1)
            {
                var rival = Encoding.UTF8.GetBytes("""{"schema":1,"jobId":"rival","run":7}""");
                host.World.Objects.PutAsync(claim, rival, PutCondition.None).GetAwaiter().GetResult();
            }

            return false;
        };

        using var refused = await host.SubmitAsync(new SubmitRequest { Input = "scans/a", Output = "results/a" });

        await refused.ShouldBeProblemAsync(HttpStatusCode.Conflict, ProblemTypes.OutputInUse);
        host.World.Results.Has("1.png").ShouldBeFalse();
        (await host.World.Objects.ListAsync("listings/").ToListAsync()).ShouldBeEmpty("nobody looks for a listing that won't be");
        (await host.JobAsync()).Run.ShouldBe(8, "the rival has ended, and its number was taken");
    }

    [Fact]
    public async Task Submit_WhatCannotBeDone_SaysWhyAndStartsNothing()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put("a", new FakePicture("1.png"));
        Directory.CreateDirectory(Path.Combine(host.Folder, "in", "empty"));
        var good = new SubmitRequest { Input = "scans/a", Output = "results/a" };

        await RefusedAsync(good with { Input = "scans/gone" }, HttpStatusCode.NotFound, ProblemTypes.InputNotFound, "scans/gone");
        await RefusedAsync(good with { Input = "scans/empty" }, HttpStatusCode.UnprocessableEntity, ProblemTypes.NoPictures, ".png");
        await RefusedAsync(good with { Input = "scans", Output = "inside/x" }, HttpStatusCode.BadRequest, ProblemTypes.InvalidPrefix, "lie in one another");
        await RefusedAsync(good with { Prior = new string('2', 64) }, HttpStatusCode.Conflict, ProblemTypes.PriorUnavailable, ApiHost.Prior);
        await RefusedAsync(good with { Priority = 101 }, HttpStatusCode.BadRequest, ProblemTypes.InvalidRequest, "priority");
        await RefusedAsync(good with { MaxInFlight = 0 }, HttpStatusCode.BadRequest, ProblemTypes.InvalidRequest, "maxInFlight");
        await RefusedAsync(good with { JobId = "../x" }, HttpStatusCode.BadRequest, ProblemTypes.InvalidRequest, "job id");
        await RefusedAsync(good with { Settings = new JsonObject { ["steps"] = 0 } }, HttpStatusCode.BadRequest, ProblemTypes.InvalidRequest, "steps");
        await RefusedAsync(good with { Settings = new JsonObject { ["sharpness"] = 1 } }, HttpStatusCode.BadRequest, ProblemTypes.InvalidRequest, "sharpness");
        host.Silos.Priors = [];
        await RefusedAsync(good, HttpStatusCode.Conflict, ProblemTypes.PriorUnavailable, "gpu silo");
        host.Silos.Priors = [new string('3', 64), new string('4', 64)];
        await RefusedAsync(good, HttpStatusCode.Conflict, ProblemTypes.PriorUnavailable, "several");

        (await host.GetAsync("/jobs", ApiJson.Default.PageJobDocument)).Items.ShouldBeEmpty();
        host.Audit.Lines.Count(line => line.Contains("POST /api/v1/jobs", StringComparison.Ordinal)).ShouldBe(11);

        async Task RefusedAsync(SubmitRequest request, HttpStatusCode status, string type, string hint)
        {
            using var response = await host.SubmitAsync(request);
            (await response.ShouldBeProblemAsync(status, type)).Detail!.ShouldContain(hint);
        }
    }

    [Fact]
    public async Task Submit_TooLarge_IsNotRead()
    {
        await using var host = await ApiHost.StartAsync(("Bird:Api:MaxRequestBytes", "2000"));
        using var content = new StringContent($$"""{"input":"{{new string('a', 3000)}}","output":"b"}""", Encoding.UTF8, "application/json");
        using var response = await host.Http.PostAsync(new Uri("/api/v1/jobs", UriKind.Relative), content);
        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }
}
