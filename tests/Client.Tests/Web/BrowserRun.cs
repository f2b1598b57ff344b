using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;

namespace BirD.Client.Tests.Web;

/// <summary>A walk through the pages in headless Chromium.</summary>
internal static class BrowserRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Why there is no browser; null when there is one.</summary>
    public static string? Missing => Chromium is null
        ? "There is no Chromium; ./test installs it where apt-get can."
        : Directory.Exists(Path.Combine(Tools, "node_modules", "axe-core"))
            ? null
            : $"playwright-core and axe-core are not installed in {Tools}; ./test does that, given node and npm.";

    private static string Tools => Path.Combine(Root(), "artifacts", "tools", "browser");

    private static string? Chromium => Array.Find(["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"], File.Exists);

    /// <summary>Runs a part of pages.mjs; throws with all that it said when something was wrong.</summary>
    public static Task WalkAsync(string address, params string[] part) => RunAsync("pages.mjs", address, part);

    /// <summary>Takes the pictures of the documentation.</summary>
    /// <param name="address">Of a silo with the jobs that are shown.</param>
    /// <param name="folder">Where they go, as PNG.</param>
    public static Task ShootAsync(string address, string folder) => RunAsync("shots.mjs", address, [folder]);

    private static async Task RunAsync(string program, string address, string[] part)
    {
        var script = Path.Combine(AppContext.BaseDirectory, program);
        using var node = Process.Start(new ProcessStartInfo("node", [script, Tools, Chromium!, address, .. part])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var said = new StringBuilder();
        node.OutputDataReceived += (_, line) => Note(line.Data);
        node.ErrorDataReceived += (_, line) => Note(line.Data);
        node.BeginOutputReadLine();
        node.BeginErrorReadLine();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await node.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            // The exit code says so below, together with how far it came.
            node.Kill(entireProcessTree: true);
            await node.WaitForExitAsync(CancellationToken.None);
            Note($"no end after {Patience}");
        }

        node.ExitCode.ShouldBe(0, said.ToString());

        void Note(string? line)
        {
            lock (said)
            {
                said.AppendLine(line);
            }
        }
    }

    internal static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
