using System.Net;
using System.Text.Json.Nodes;
using BirD.Api.Tests.Support;
using BirD.Contracts.Api;
using BirD.Grains.Tests.Cluster;
using BirD.Grains.Tests.Fakes;
using BirD.Storage.Results;

namespace BirD.Api.Tests;

/// <summary>Which pictures a submission means, with which masks, and whether what is done counts.</summary>
public sealed class ScopeTests
{
    private static readonly SubmitRequest Plain = new() { Input = "scans/a", Output = "results/a" };
    private static readonly JsonObject Inpaint = new() { ["task"] = "Inpaint" };

    [Fact]
    public async Task Submit_WithPatterns_TakesWhatTheLocalListingWouldTake()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put("a", new("1.png"), new("2.tif"), new("sub/3.TIF"), new("negatives/4.tif"), new("@eaDir/5.tif"));

        var job = await RunAsync(host, Plain with { Include = ["*.tif"], Exclude = ["negatives/**"] });

        job.Counts!.Restored.ShouldBe(2);
        job.Include.ShouldBe(["*.tif"], "the job says what it was told");
        job.Exclude.ShouldBe(["negatives/**"]);
        (await OutputsAsync(host, job)).ShouldBe(["2.tif", "sub/3.TIF"]);
        (await RunAsync(host, Plain)).Id.ShouldNotBe(job.Id, "other pictures are other work");
        using var clash = await host.SubmitAsync(Plain with { JobId = job.Id });
        await clash.ShouldBeProblemAsync(HttpStatusCode.Conflict, ProblemTypes.JobConflict);
        (await RunAsync(host, Plain with { Include = ["*.tif"], Exclude = ["negatives/**"] })).Run.ShouldBe(3, "the same patterns are the same work");
    }

    [Fact]
    public async Task Submit_WithForce_MakesAnewOnceWhatIsDone()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put("a", new("1.png"), new("2.png"), new("3.png"));
        (await RunAsync(host, Plain)).Counts!.Restored.ShouldBe(3);
        (await RunAsync(host, Plain)).Counts!.Skipped.ShouldBe(3);

        var forced = await RunAsync(host, Plain with { Force = true });

        (forced.Run, forced.Force, forced.Counts!.Restored).ShouldBe((3, true, 3));
        ResultStampReader.Parse(host.World.Results.Sidecar("1.png"))!.Epoch.ShouldBeGreaterThan(3L << 48);
        var after = await RunAsync(host, Plain);
        (after.Run, after.Force, after.Counts!.Skipped).ShouldBe((4, false, 3));
        host.World.Results.PutsOf("1.png").ShouldBe(2);
    }

    [Fact]
    public async Task Submit_WithForceWhileTheJobIsUnderWay_JoinsOnlyAForcedRun()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put("a", new("1.png"), new("2.png"));
        var gate = host.World.Hold("2.png", 1);
        var job = await host.JobAsync();
        using (var refused = await host.SubmitAsync(Plain with { Force = true }))
        {
            (await refused.ShouldBeProblemAsync(HttpStatusCode.Conflict, ProblemTypes.JobConflict)).Detail!.ShouldContain("cancel it");
        }

        gate.Open();
        await host.UntilAsync(job.Id, j => j.State == JobPhase.Finished);
        gate = host.World.Hold("2.png", 1);
        using var forced = await host.SubmitAsync(Plain with { Force = true });
        (await forced.ReadAsync(ApiJson.Default.JobDocument, HttpStatusCode.Accepted)).Run.ShouldBe(2);
        foreach (var again in (SubmitRequest[])[Plain with { Force = true }, Plain])
        {
            using var joined = await host.SubmitAsync(again);
            (await joined.ReadAsync(ApiJson.Default.JobDocument, HttpStatusCode.OK)).Run.ShouldBe(2);
        }

        gate.Open();
        (await host.UntilAsync(job.Id, j => j.State == JobPhase.Finished)).Counts!.Restored.ShouldBe(2);
    }

    [Fact]
    public async Task Submit_WithForce_SurvivesTheEndOfTheClusterWithoutMakingAnythingTwice()
    {
        using var ground = new ApiGround { IsShared = true };
        JobDocument job;
        Gate gate;
        await using (var first = await ApiHost.StartAsync(ground))
        {
            first.Put("a", new("1.png"), new("2.png"));
            await RunAsync(first, Plain);
            gate = first.World.Hold("2.png", 1);
            using var forced = await first.SubmitAsync(Plain with { Force = true });
            job = await forced.ReadAsync(ApiJson.Default.JobDocument, HttpStatusCode.Accepted);
            await Until.TrueAsync(() => first.World.Results.PutsOf("1.png") == 2, "the first was made anew");
        }

        gate.Open();
        await using var second = await ApiHost.StartAsync(ground);
        await second.UntilAsync(job.Id, j => j is { State: JobPhase.Finished, Run: 2 });
        (second.World.Results.PutsOf("1.png"), second.World.Results.PutsOf("2.png")).ShouldBe((2, 2));
    }

    [Fact]
    public async Task Submit_MasksBesideThePictures_BelongToThem()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put("a", new("1.png"), new("2.png"), new("deep/3.png"), new("z.png"));
        host.Put("a/masks", new FakePicture("1.mask.png"), new FakePicture("z.png.mask.tif"));
        host.Put("a/deep/masks", new FakePicture("3.mask.webp"));

        await RunAsync(host, Plain with { Settings = Inpaint });

        (MaskOf(host, "1.png"), MaskOf(host, "2.png"), MaskOf(host, "deep/3.png"), MaskOf(host, "z.png"))
            .ShouldBe(("a/masks/1.mask.png", null, "a/deep/masks/3.mask.webp", "a/masks/z.png.mask.tif"));
    }

    [Fact]
    public async Task Submit_AFolderOfMasks_MirrorsTheInput()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put("a", new("1.png"), new("deep/3.png"));
        host.Put("dust", new("1.mask.png"), new("deep/3.png.mask.png"));

        var job = await RunAsync(host, Plain with { Settings = Inpaint, Mask = "scans/dust" });

        job.Mask.ShouldBe("scans/dust");
        (MaskOf(host, "1.png"), MaskOf(host, "deep/3.png")).ShouldBe(("dust/1.mask.png", "dust/deep/3.png.mask.png"));
        using var other = await host.SubmitAsync(Plain with { Settings = Inpaint, Mask = "scans/dust/deep", JobId = job.Id });
        await other.ShouldBeProblemAsync(HttpStatusCode.Conflict, ProblemTypes.JobConflict);
    }

    [Fact]
    public async Task Submit_OneMask_ServesEveryPictureAndAChangedOneMakesThemAnew()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put("a", new("1.png"), new("2.png"));
        host.Put("", new FakePicture("dust.png"));
        var request = Plain with { Settings = Inpaint, Mask = "scans/dust.png" };
        (await RunAsync(host, request)).Counts!.Restored.ShouldBe(2);
        MaskOf(host, "2.png").ShouldBe("dust.png");
        (await RunAsync(host, request)).Counts!.Skipped.ShouldBe(2);

        File.AppendAllText(Path.Combine(host.Folder, "in", "dust.png"), " ");

        (await RunAsync(host, request)).Counts!.Restored.ShouldBe(2);
    }

    [Fact]
    public async Task Submit_WithMasksThatFitNoPicture_FailsBeforeAnythingIsMade()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put("a", new FakePicture("1.png"));
        host.Put("dust", new FakePicture("other.mask.png"));

        (await EndAsync(host, Plain with { Settings = Inpaint, Mask = "scans/dust" }, JobPhase.Failed)).Fault!.ShouldContain("scan.mask.png");
        (await EndAsync(host, Plain with { Settings = Inpaint }, JobPhase.Failed)).Fault!.ShouldContain("folder 'masks' beside it");
        host.World.Results.Has("1.png").ShouldBeFalse();
    }

    [Fact]
    public async Task Submit_AScopeThatCannotBe_SaysWhyAndStartsNothing()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put("a", new FakePicture("1.png"));
        host.Put("", new FakePicture("dust.png"));
        var inpaint = Plain with { Settings = Inpaint };

        await RefusedAsync(Plain with { Include = ["*.tif"] }, HttpStatusCode.UnprocessableEntity, ProblemTypes.NoPictures, "included *.tif");
        await RefusedAsync(Plain with { Include = ["../*.png"] }, HttpStatusCode.BadRequest, ProblemTypes.InvalidRequest, "include: '../*.png'");
        await RefusedAsync(Plain with { Exclude = [.. Enumerable.Repeat("a", 101)] }, HttpStatusCode.BadRequest, ProblemTypes.InvalidRequest, "exclude: There are 101");
        await RefusedAsync(inpaint with { Mask = "/etc" }, HttpStatusCode.BadRequest, ProblemTypes.InvalidPrefix, "mask '/etc'");
        await RefusedAsync(inpaint with { Mask = "scans/../x.png" }, HttpStatusCode.BadRequest, ProblemTypes.InvalidPrefix, "..");
        await RefusedAsync(inpaint with { Mask = "results/a" }, HttpStatusCode.BadRequest, ProblemTypes.UnknownRoot, "no input root 'results'; the mask begins with one of: scans");
        await RefusedAsync(inpaint with { Mask = "scans/gone.png" }, HttpStatusCode.NotFound, ProblemTypes.InputNotFound, "mask 'scans/gone.png'");
        await RefusedAsync(inpaint with { Mask = "scans/gone" }, HttpStatusCode.NotFound, ProblemTypes.InputNotFound, "mask 'scans/gone'");
        await RefusedAsync(inpaint with { Mask = "scans/a" }, HttpStatusCode.UnprocessableEntity, ProblemTypes.NoPictures, "no masks below 'scans/a'");
        await RefusedAsync(Plain with { Settings = new JsonObject { ["task"] = "Denoise" }, Mask = "scans/dust.png" }, HttpStatusCode.BadRequest, ProblemTypes.InvalidRequest, "tasks inpaint");

        (await host.GetAsync("/jobs", ApiJson.Default.PageJobDocument)).Items.ShouldBeEmpty();

        async Task RefusedAsync(SubmitRequest request, HttpStatusCode status, string type, string hint)
        {
            using var response = await host.SubmitAsync(request);
            (await response.ShouldBeProblemAsync(status, type)).Detail!.ShouldContain(hint);
        }
    }

    [Fact]
    public async Task Record_OfAPlainSubmission_CanBeReadByOlderSilosAndOneWithAScopeCanNot()
    {
        await using var host = await ApiHost.StartAsync();
        host.Put("a", new FakePicture("1.png"));
        var (plain, scoped) = (await RunAsync(host, Plain), await RunAsync(host, Plain with { Include = ["*.png"] }));

        (await SchemaAsync(plain), await SchemaAsync(scoped)).ShouldBe((1, 2));

        async Task<int> SchemaAsync(JobDocument job) =>
            (await new Grains.Records.SubmissionStore(host.World.Objects).ReadAsync(job.Id))!.Value.Record.Schema;
    }

    private static Task<JobDocument> RunAsync(ApiHost host, SubmitRequest request) => EndAsync(host, request, JobPhase.Finished);

    private static async Task<JobDocument> EndAsync(ApiHost host, SubmitRequest request, JobPhase end)
    {
        using var response = await host.SubmitAsync(request);
        var job = await response.ReadAsync(ApiJson.Default.JobDocument, HttpStatusCode.Accepted);
        return await host.UntilAsync(job.Id, j => j.State == end && j.Run == job.Run);
    }

    private static async Task<IEnumerable<string>> OutputsAsync(ApiHost host, JobDocument job) =>
        (await host.GetAsync($"/jobs/{job.Id}/items", ApiJson.Default.PageItemDocument)).Items.Select(item => item.Output);

    private static string? MaskOf(ApiHost host, string output) =>
        JsonNode.Parse(host.World.Results.Sidecar(output))!["companions"]?[0]?["path"]?.GetValue<string>();
}
