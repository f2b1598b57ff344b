using System.Globalization;
using BirD.Client.Tests.Support;

namespace BirD.Client.Tests.Privacy;

/// <summary>A run on one machine opens no port: other users of it have its loopback too.</summary>
public sealed class ListenerTests
{
    /// <summary>State of a listening socket in /proc/net/tcp.</summary>
    private const string Listening = "0A";

    private const int StateField = 3;
    private const int InodeField = 9;

    [Fact]
    public async Task Restore_ListensNowhere()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Sockets are looked up in /proc.");
        using var files = new Scratch();
        for (var i = 0; i < 4; i++)
        {
            TestPicture.Write(files.File("in", $"{i}.png"), 96, 64, 20, i);
        }

        using var bird = BirdProcess.Start(["restore", files["in"], "-o", files["out"], "--task", "denoise", "--steps", "10"]);
        var (heard, looks) = (new List<string>(), 0);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!bird.HasExited)
        {
            heard.AddRange(Listeners(bird.Id));
            // The job's record comes once the silo is up: a port would be open by then.
            looks += Directory.Exists(files["out", ".bird", "jobs"]) ? 1 : 0;
            await tick.WaitForNextTickAsync();
        }

        (await bird.WaitAsync()).ShouldExit(0);
        looks.ShouldBeGreaterThan(0);
        heard.ShouldBeEmpty();
    }

    /// <summary>Addresses on which a process listens, as /proc writes them.</summary>
    private static IEnumerable<string> Listeners(int process)
    {
        var own = Sockets(process).ToHashSet();
        return from table in new[] { "/proc/net/tcp", "/proc/net/tcp6" }
               where File.Exists(table)
               from line in File.ReadAllLines(table).Skip(1)
               let fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
               where fields[StateField] == Listening && own.Contains($"socket:[{fields[InodeField]}]")
               select fields[1];
    }

    private static List<string> Sockets(int process)
    {
        try
        {
            return [.. Directory.EnumerateFiles(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/fd")).Select(Target).OfType<string>()];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended meanwhile.
            return [];
        }
    }

    private static string? Target(string link)
    {
        try
        {
            return new FileInfo(link).LinkTarget;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
