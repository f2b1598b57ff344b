using BirD.Client.Tests.Support;

namespace BirD.Client.Tests.Restore;

/// <summary>The promise of the whole tool: pull the plug, give the same command again, get the same bytes.</summary>
public sealed class KillTests : IDisposable
{
    /// <summary>Checkpoints at every turn, so that a short picture can be caught in the middle.</summary>
    private static readonly Dictionary<string, string> Hasty = new()
    {
        ["Bird__Checkpoints__MinRunTime"] = "00:00:00",
        ["Bird__Checkpoints__MinInterval"] = "00:00:00",
        ["Bird__Checkpoints__MaxInterval"] = "00:00:00",
    };

    private readonly Scratch scratch = new();

    public KillTests()
    {
        for (var n = 0; n < 3; n++)
        {
            TestPicture.Write(scratch.File("in", $"{n}.png"), 160, 120, 30, seed: n);
        }
    }

    public void Dispose() => scratch.Dispose();

    [Theory]
    [InlineData("denoise")]
    [InlineData("deblur")]
    public async Task Killed_AgainAndAgain_EndsWithTheBytesOfAnUndisturbedRun(string task)
    {
        await FinishAsync(task, "calm");

        for (var kill = 0; kill < 4; kill++)
        {
            using var bird = Start(task, "killed");
            await UntilWrittenAsync("killed", bird);
            bird.Kill();
            await bird.WaitAsync();
        }

        await FinishAsync(task, "killed");
        ShouldBeEqual("killed", "calm");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Interrupted_SavesExits130AndContinues(bool byKeyboard)
    {
        await FinishAsync("denoise", "calm");
        using (var bird = Start("denoise", "stopped"))
        {
            await UntilWrittenAsync("stopped", bird);
            (byKeyboard ? (Action)bird.Interrupt : bird.Terminate)();
            (await bird.WaitAsync()).ShouldExit(130);
        }

        await FinishAsync("denoise", "stopped");

        ShouldBeEqual("stopped", "calm");
    }

    [Fact]
    public async Task SecondRunOnTheSameOutput_IsRefusedWhileTheFirstWorks()
    {
        using var first = Start("denoise", "shared");
        await UntilWrittenAsync("shared", first);

        using var second = Start("denoise", "shared");
        var refused = (await second.WaitAsync()).ShouldExit(1);

        refused.Errors.ShouldContain("shared");
        (await first.WaitAsync()).ShouldExit(0);
    }

    private async Task FinishAsync(string task, string output)
    {
        using var bird = Start(task, output);
        (await bird.WaitAsync()).ShouldExit(0);
    }

    private BirdProcess Start(string task, string output) => BirdProcess.Start(
        ["restore", scratch["in"], "-o", scratch[output], "--task", task, "--noise", "30", "--steps", "25"], Hasty);

    /// <summary>
    /// Waits for one more checkpoint than was there when asked, or for the end. Watches the folder: nothing is timed, so a
    /// slow machine is caught at the same places as a quick one.
    /// </summary>
    private async Task UntilWrittenAsync(string output, BirdProcess bird)
    {
        var folder = Directory.CreateDirectory(scratch[output]).FullName;
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watcher = new FileSystemWatcher(folder) { IncludeSubdirectories = true, EnableRaisingEvents = true };
        void OnEvent(object sender, FileSystemEventArgs e)
        {
            if (e.Name is { } name && name.Contains("ckpt", StringComparison.Ordinal) && name.EndsWith("head.json", StringComparison.Ordinal))
            {
                written.TrySetResult();
            }
        }

        watcher.Created += OnEvent;
        watcher.Renamed += OnEvent;
        await Task.WhenAny(written.Task, bird.WaitAsync());
        bird.HasExited.ShouldBeFalse("it ended before it could be stopped: make the pictures larger");
    }

    private void ShouldBeEqual(string output, string expected)
    {
        for (var n = 0; n < 3; n++)
        {
            File.ReadAllBytes(scratch[output, $"{n}.png"]).ShouldBe(File.ReadAllBytes(scratch[expected, $"{n}.png"]), $"{n}.png");
        }
    }
}
