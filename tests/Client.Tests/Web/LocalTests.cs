using BirD.Client.Tests.Support;

namespace BirD.Client.Tests.Web;

/// <summary><c>bird restore --watch</c> with a real browser on its pages.</summary>
public sealed class LocalTests
{
    private const string Mark = "Watch: ";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Run_IsWatchedAndDecidedOnUntilCtrlC()
    {
        Assert.SkipWhen(BrowserRun.Missing is not null, BrowserRun.Missing ?? "");
        using var files = new Scratch();
        for (var i = 0; i < 6; i++)
        {
            TestPicture.Write(files.File("in", $"{i}.png"), 160, 120, 20, i);
        }

        await File.WriteAllTextAsync(files.File("in", "broken.png"), "no picture");
        using var bird = BirdProcess.Start(["restore", files["in"], "-o", files["out"], "--task", "denoise", "--steps", "8", "--watch"]);
        var entry = new Uri(await AddressAsync(bird));
        await BrowserRun.WalkAsync(entry.GetLeftPart(UriPartial.Authority), "local", entry.AbsoluteUri);
        bird.HasExited.ShouldBeFalse("the pages stay after the run");
        bird.Interrupt();
        var end = await bird.WaitAsync();

        end.ShouldExit(1);
        end.Errors.ShouldContain("6 restored, 0 unchanged, 0 skipped, 1 failed");
        (await File.ReadAllTextAsync(files["out", "report.json"])).ShouldContain("kept by decision of local:", Case.Sensitive, "the report is written again");
    }

    [Fact]
    public async Task Port_ThatIsTaken_IsNamedWithTheRemedy()
    {
        using var files = new Scratch();
        TestPicture.Write(files.File("in", "0.png"), 64, 48, 20, 1);
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;
        var end = await BirdProcess.RunAsync("restore", files["in"], "-o", files["out"], "--watch-port", $"{port}");
        end.ShouldExit(2);
        end.Errors.ShouldContain($"port {port}");
        end.Errors.ShouldContain("--watch-port");
    }

    private static async Task<string> AddressAsync(BirdProcess bird)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            if (bird.SoFar.Split('\n').FirstOrDefault(line => line.StartsWith(Mark, StringComparison.Ordinal)) is { } line)
            {
                return line[Mark.Length..].Trim();
            }

            bird.HasExited.ShouldBeFalse(bird.SoFar);
            await tick.WaitForNextTickAsync(patience.Token);
        }
    }
}
