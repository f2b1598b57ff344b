using BirD.Client.Tests.Cluster;
using BirD.Client.Tests.Support;

namespace BirD.Client.Tests.Web;

/// <summary>The pages in a real browser, over a silo process.</summary>
public sealed class PageTests
{
    [Fact]
    public async Task People_LookSteerCompareAndSignIn()
    {
        Assert.SkipWhen(BrowserRun.Missing is not null, BrowserRun.Missing ?? "");
        using var box = await ClusterBox.StartAsync("50ms");
        TestPicture.Write(box.Files.File("in", "small", "<img src=x onerror=alert(1)>.png"), 64, 48, 20, 1);
        TestPicture.Write(box.Files.File("in", "small", "noisy.png"), 96, 64, 20, 2);
        TestPicture.Write(box.Files.File("in", "small", "scan.jpg"), 96, 64, 20, 4);
        await File.WriteAllTextAsync(box.Files.File("in", "small", "broken.png"), "no picture");
        TestPicture.Write(box.Files.File("in", "one", "slow.png"), 96, 64, 20, 3);
        for (var i = 0; i < 200; i++)
        {
            TestPicture.Write(box.Files.File("in", "many", $"{i}.png"), 64, 48, 20, i);
        }

        (await box.RunAsync("restore", "scans/small", "--output", "results/small", "--task", "denoise", "--steps", "4", "--job", "done")).ShouldExit(1);
        (await box.RunAsync("submit", "--input", "scans/many", "--output", "results/many", "--task", "denoise", "--steps", "10", "--job", "long")).ShouldExit(0);
        (await box.RunAsync("submit", "--input", "scans/one", "--output", "results/one", "--task", "denoise", "--steps", "1000", "--job", "slow", "--priority", "9")).ShouldExit(0);
        (await box.RunAsync("pause", "slow")).ShouldExit(0);
        // Restoring this much takes minutes, showing it does not: the job's small scan grows to a large one on both sides.
        TestPicture.WriteScan(box.Files["in", "small", "scan.jpg"], 60);
        TestPicture.WriteScan(box.Files["out", "small", "scan.jpg"], 190);
        await BrowserRun.WalkAsync(box.Url, "anonymous");

        // As soon as one key exists, everybody needs one.
        var (write, read) = (await KeyAsync(box, "write"), await KeyAsync(box, "read"));
        await box.CrashAsync();
        await BrowserRun.WalkAsync(box.Url, "keys", write, read);
    }

    private static async Task<string> KeyAsync(ClusterBox box, string role)
    {
        var made = (await BirdProcess.RunAsync("keys", "create", $"tester-{role}", "--role", role, "--directory", box.Files["state"])).ShouldExit(0);
        return made.Output.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).First(word => word.StartsWith("bird_", StringComparison.Ordinal));
    }
}
