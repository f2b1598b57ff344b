using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace BirD.Client.Tests.Support;

/// <summary>The built <c>bird</c> as a process of its own: arguments in; exit code and both streams out.</summary>
internal sealed partial class BirdProcess : IDisposable
{
    /// <summary>Longer than any of these runs takes on a busy machine; a hang fails with what was printed.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly StringBuilder errors = new();

    private BirdProcess(Process process) => this.process = process;

    public int Id => process.Id;

    public static string Program => Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "bird.exe" : "bird");

    public static BirdProcess Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = Command(arguments);
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var bird = new BirdProcess(new Process { StartInfo = start });
        bird.process.OutputDataReceived += (_, line) => Append(bird.output, line.Data);
        bird.process.ErrorDataReceived += (_, line) => Append(bird.errors, line.Data);
        bird.process.Start();
        bird.process.BeginOutputReadLine();
        bird.process.BeginErrorReadLine();
        return bird;
    }

    /// <summary>
    /// A script that runs tests in the background ignores Ctrl-C, and whoever it starts inherits that: on Linux the signal
    /// gets its meaning back. The process keeps its number, because env replaces itself.
    /// </summary>
    private static ProcessStartInfo Command(IEnumerable<string> arguments) => OperatingSystem.IsLinux()
        ? new ProcessStartInfo("env", ["--default-signal=INT", Program, .. arguments])
        : new ProcessStartInfo(Program, arguments);

    /// <summary>Runs to the end.</summary>
    public static async Task<BirdResult> RunAsync(params string[] arguments)
    {
        using var bird = Start(arguments);
        return await bird.WaitAsync();
    }

    public async Task<BirdResult> WaitAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"bird {string.Join(' ', process.StartInfo.ArgumentList)} did not end:\n{Text(output)}\n{Text(errors)}");
        }

        return new BirdResult(process.ExitCode, Text(output), Text(errors));
    }

    /// <summary>What it has written to standard error up to now.</summary>
    public string SoFar => Text(errors);

    public bool HasExited => process.HasExited;

    /// <summary>SIGKILL: no chance to save anything.</summary>
    public void Kill() => process.Kill();

    /// <summary>What Ctrl-C sends.</summary>
    public void Interrupt() => Send(2);

    /// <summary>What a service manager sends.</summary>
    public void Terminate() => Send(15);

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
    }

    private void Send(int signal)
    {
        if (Signal(process.Id, signal) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    private static void Append(StringBuilder text, string? line)
    {
        lock (text)
        {
            _ = line is null ? text : text.AppendLine(line);
        }
    }

    private static string Text(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Signal(int process, int signal);
}
