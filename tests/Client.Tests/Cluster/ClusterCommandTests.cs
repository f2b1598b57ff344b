using BirD.Client.Tests.Support;

namespace BirD.Client.Tests.Cluster;

/// <summary>The job commands as processes against a silo process.</summary>
public sealed class ClusterCommandTests
{
    [Fact]
    public async Task Restore_InACluster_SaysAndEndsLikeTheLocalOne()
    {
        using var box = await ClusterBox.StartAsync();
        TestPicture.Write(box.Files.File("in", "a", "1.png"), 64, 48, 20, 1);
        TestPicture.Write(box.Files.File("in", "a", "deep", "2.png"), 64, 48, 20, 1);
        await File.WriteAllTextAsync(box.Files.File("in", "a", "3.png"), "no picture");

        var run = (await box.RunAsync("restore", "scans/a", "--output", "results/a", "--task", "denoise", "--json", "--job", "j")).ShouldExit(1);

        var lines = run.Lines;
        lines.Count.ShouldBe(4, run.Errors);
        lines.SkipLast(1).Select(line => line.GetProperty("input").GetString()).Order().ShouldBe(["scans/a/1.png", "scans/a/3.png", "scans/a/deep/2.png"]);
        lines.SkipLast(1).Select(line => line.GetProperty("output").GetString()).Order().ShouldBe(["results/a/1.png", "results/a/3.png", "results/a/deep/2.png"]);
        lines[^1].GetProperty("failed").GetInt32().ShouldBe(1);
        File.Exists(box.Files["out", "a", "deep", "2.png"]).ShouldBeTrue();
        (await box.RunAsync("failures", "j")).ShouldExit(1).Output.ShouldContain("scans/a/3.png");
        (await box.RunAsync("summary", "j")).ShouldExit(0).Output.ShouldContain("failed, input: 1");
        (await box.RunAsync("report", "j")).ShouldExit(0).Output.ShouldContain("failed, input: 1");
        (await box.RunAsync("status")).ShouldExit(0).Output.ShouldContain("finished");
        (await box.RunAsync("cluster")).ShouldExit(0).Output.ShouldContain("active");
    }

    [Fact]
    public async Task RestoreAndSubmit_WithPatternsMaskAndForce_DoAsTheLocalOne()
    {
        using var box = await ClusterBox.StartAsync();
        foreach (var name in (string[])["1.png", "2.png", "left/3.png"])
        {
            TestPicture.Write(box.Files.File(["in", "a", .. name.Split('/')]), 64, 48, 20, 1);
        }

        TestPicture.Write(box.Files.File("in", "dust", "1.mask.png"), 64, 48, 20, 1);
        string[] scope = ["--include", "*.png", "--exclude", "left/**", "--mask", "scans/dust"];

        (await box.RunAsync(["restore", "scans/a", "--output", "results/a", "--task", "inpaint", "--job", "j", .. scope])).Errors.ShouldContain("2.png");
        var sidecar = await File.ReadAllTextAsync(box.Files["out", "a", "1.png.bird.json"]);
        sidecar.ShouldContain("dust/1.mask.png");
        File.Exists(box.Files["out", "a", "left", "3.png"]).ShouldBeFalse();

        (await box.RunAsync(["submit", "--input", "scans/a", "--output", "results/a", "--task", "inpaint", "--job", "j", "--force", .. scope])).ShouldExit(0);
        await UntilAsync(async () => (await box.RunAsync("status", "j")).Output.Contains("finished", StringComparison.Ordinal));
        (await File.ReadAllTextAsync(box.Files["out", "a", "1.png.bird.json"])).ShouldNotBe(sidecar, "it was made anew");
        (await box.RunAsync("restore", "scans/a", "--output", "results/a", "--include", "../x")).ShouldExit(2).Errors.ShouldContain("is no pattern");
        (await box.RunAsync("restore", "scans/a", "--output", "results/a", "--task", "inpaint", "--mask", "/home/me/dust.png")).ShouldExit(2).Errors.ShouldContain("no path of the server");
    }

    [Fact]
    public async Task Watch_OverACrashOfTheOnlySilo_GoesOnToTheEnd()
    {
        using var box = await ClusterBox.StartAsync("40ms");
        for (var i = 0; i < 8; i++)
        {
            TestPicture.Write(box.Files.File("in", "a", $"{i}.png"), 64, 48, 20, 1);
        }

        var id = (await box.RunAsync("submit", "--input", "scans/a", "--output", "results/a", "--task", "denoise", "--steps", "10")).ShouldExit(0).Output.Trim();
        using var watch = box.Begin("watch", id);
        await UntilAsync(() => Task.FromResult(watch.SoFar.Contains("[1]", StringComparison.Ordinal)));
        await box.CrashAsync();

        // A result whose commit died with the silo is found whole and counted as skipped.
        (await watch.WaitAsync()).ShouldExit(0).Errors.ShouldContain("0 failed");
        Directory.GetFiles(box.Files["out", "a"], "*.png").Length.ShouldBe(8);
    }

    [Fact]
    public async Task Interrupt_OfAWatcher_LeavesTheJobRunningAndSaysHowToGoOn()
    {
        // Far longer than any machine takes for the commands below; nobody waits for its end.
        using var box = await ClusterBox.StartAsync("2000ms");
        TestPicture.Write(box.Files.File("in", "a", "1.png"), 64, 48, 20, 1);
        using var restore = box.Begin("restore", "scans/a", "--output", "results/a", "--task", "denoise", "--steps", "1000", "--job", "j");
        await UntilAsync(async () => (await box.RunAsync("status", "j")).Output.Contains("in work", StringComparison.Ordinal));

        restore.Interrupt();

        (await restore.WaitAsync()).ShouldExit(130).Errors.ShouldContain("bird watch j --cluster");
        (await box.RunAsync("pause", "j")).ShouldExit(0).Output.ShouldContain("paused");
        (await box.RunAsync("resume", "j")).ShouldExit(0).Output.ShouldContain("running");
        (await box.RunAsync("priority", "j", "9")).ShouldExit(0).Output.ShouldContain("priority 9");
        (await box.RunAsync("cancel", "j")).ShouldExit(0).Output.ShouldContain("cancelled");
    }

    [Fact]
    public async Task Mistakes_AreToldWithARemedyAndExitCode2()
    {
        using var box = await ClusterBox.StartAsync();
        (await box.RunAsync("status", "nobody")).ShouldExit(2).Errors.ShouldContain("no job 'nobody'");
        (await box.RunAsync("submit", "--input", "/etc", "--output", "results/a")).ShouldExit(2).Errors.ShouldContain("no path of the server");
        (await box.RunAsync("submit", "--input", "scans/gone", "--output", "results/a")).ShouldExit(2).Errors.ShouldContain("scans/gone");
        (await box.RunAsync("restore", "scans", "--output", "results/a", "--dry-run")).ShouldExit(2).Errors.ShouldContain("--dry-run");
        (await box.RunAsync("status", "--api-key", "wrong")).ShouldExit(2).Errors.ShouldContain("neither an API key");
        (await BirdProcess.RunAsync("status", "--cluster", "ftp://x")).ShouldExit(2).Errors.ShouldContain("no address of a cluster");
        (await BirdProcess.RunAsync("status", "--cluster", "http://127.0.0.1:1")).ShouldExit(2).Errors.ShouldContain("can't be reached");
        (await BirdProcess.RunAsync("pause", "j")).ShouldExit(2).Errors.ShouldContain("--cluster");
    }

    [Fact]
    public async Task Silo_OverAMembershipOfAnotherVersion_RefusesAndSaysWhatToDo()
    {
        using var files = new Scratch();
        await File.WriteAllTextAsync(files.File("state", "cluster", "bird", "members.json"), """{"schema":99}""");

        var silo = await BirdProcess.RunAsync("silo", "--directory", files["state"], "--http-port", "0", "--prior", "null:1ms");

        silo.ShouldExit(2).Errors.ShouldContain("schema 99; this version reads 1. Use another --cluster-id, or silos of one version.");
    }

    [Fact]
    public async Task Keys_MadeAtTheStore_OpenTheClusterAndCloseItToOthers()
    {
        using var box = await ClusterBox.StartAsync();
        var key = (await BirdProcess.RunAsync("keys", "create", "curator", "--role", "read", "--directory", box.Files["state"])).ShouldExit(0).Output.Trim();
        await UntilAsync(async () => (await box.RunAsync("status")).ExitCode == 2);

        (await box.RunAsync("status", "--api-key", key)).ShouldExit(0);
        (await box.RunAsync("pause", "j", "--api-key", key)).ShouldExit(2).Errors.ShouldContain("lacks the role");
        var listed = (await BirdProcess.RunAsync("keys", "list", "--directory", box.Files["state"])).ShouldExit(0).Output;
        listed.ShouldContain("curator");
        key.ShouldNotContain(listed.Trim());
        (await BirdProcess.RunAsync("keys", "revoke", listed.Split(' ')[0], "--directory", box.Files["state"])).ShouldExit(0);
        await UntilAsync(async () => (await box.RunAsync("status", "--api-key", key)).ExitCode == 2);
    }

    [Fact]
    public async Task Status_OfALocalRestore_IsReadFromItsFolder()
    {
        using var scratch = new Scratch();
        TestPicture.Write(scratch.File("in", "1.png"), 64, 48, 20, 1);
        await File.WriteAllTextAsync(scratch.File("in", "2.png"), "no picture");
        (await BirdProcess.RunAsync("restore", scratch["in"], "--output", scratch["out"], "--steps", "2", "--job", "j")).ShouldExit(1);

        (await BirdProcess.RunAsync("status", "j", "--output", scratch["out"])).ShouldExit(0).Output.ShouldContain("2 of 2 pictures");
        (await BirdProcess.RunAsync("failures", "j", "--output", scratch["out"])).ShouldExit(1).Output.ShouldContain("2.png");
        (await BirdProcess.RunAsync("summary", "j", "--output", scratch["out"], "--json")).ShouldExit(0).Output.ShouldContain("\"input\":1");
        (await BirdProcess.RunAsync("status", "nobody", "--output", scratch["out"])).ShouldExit(2);
        (await BirdProcess.RunAsync("status", "--output", scratch["in"])).ShouldExit(2).Errors.ShouldContain("holds no jobs");
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(8));
        while (!await condition())
        {
            patience.Token.ThrowIfCancellationRequested();
        }
    }
}
