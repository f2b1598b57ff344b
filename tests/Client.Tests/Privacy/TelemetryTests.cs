using System.Diagnostics;
using BirD.Client.Tests.Support;

namespace BirD.Client.Tests.Privacy;

/// <summary>Nothing leaves the machine, and nothing is kept to be sent later.</summary>
public sealed class TelemetryTests
{
    [Fact]
    public async Task Restore_WritesNothingIntoTheHome()
    {
        using var files = new Scratch();
        TestPicture.Write(files.File("in", "a.png"), 64, 48, 20, 1);
        Directory.CreateDirectory(files["home"]);

        using var bird = BirdProcess.Start(["restore", files["in"], "-o", files["out"], "--task", "denoise", "--steps", "2"], Home(files));
        (await bird.WaitAsync()).ShouldExit(0);

        Directory.EnumerateFileSystemEntries(files["home"], "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task Restore_LooksNobodyUp()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/strace"), "There is no strace.");
        using var files = new Scratch();
        TestPicture.Write(files.File("in", "a.png"), 64, 48, 20, 1);
        Directory.CreateDirectory(files["home"]);
        var trace = files.File("trace");
        using var traced = Process.Start(new ProcessStartInfo(
            "/usr/bin/strace",
            ["-f", "-qq", "-e", "trace=connect,sendto,sendmmsg", "-o", trace, BirdProcess.Program, "restore", files["in"], "-o", files["out"], "--task", "denoise", "--steps", "2"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["HOME"] = files["home"], ["ORT_DISABLE_TELEMETRY"] = "0" },
        })!;
        var said = Task.WhenAll(traced.StandardOutput.ReadToEndAsync(), traced.StandardError.ReadToEndAsync());
        await traced.WaitForExitAsync();
        Assert.SkipWhen(!File.Exists(trace), $"strace may not trace here: {string.Concat(await said)}");
        traced.ExitCode.ShouldBe(0, string.Concat(await said));

        (await File.ReadAllLinesAsync(trace)).Where(line => line.Contains("AF_INET", StringComparison.Ordinal)).ShouldBeEmpty("no name server, and nobody else, is called");
    }

    /// <summary>What this test's own process was told must not be what saves the run.</summary>
    private static Dictionary<string, string> Home(Scratch files) => new()
    {
        ["HOME"] = files["home"], ["XDG_CACHE_HOME"] = "", ["XDG_DATA_HOME"] = "", ["XDG_CONFIG_HOME"] = "", ["ORT_DISABLE_TELEMETRY"] = "0",
    };
}
