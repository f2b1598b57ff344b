using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace BirD.Client.Bench.Drill;

/// <summary>A silo as an operating system process, to be killed, frozen and stopped with real signals.</summary>
internal sealed class SiloProcess : IDisposable
{
    private const int LinesKept = 400;

    private static readonly ConcurrentDictionary<SiloProcess, byte> Running = [];
    private readonly Process process;
    private readonly ConcurrentQueue<string> log = new();

    /// <summary>A drill that is stopped, or fails, takes its silos with it; the signal then ends it as ever.</summary>
    private static readonly PosixSignalRegistration[] Endings =
        [.. ((PosixSignal[])[PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGHUP]).Select(signal => PosixSignalRegistration.Create(signal, _ => EndAll()))];

    static SiloProcess() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        EndAll();
        Array.ForEach(Endings, ending => ending.Dispose());
    };

    private SiloProcess(string name, Process process) => (Name, this.process) = (name, process);

    public string Name { get; }

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    public int ExitCode => process.ExitCode;

    /// <summary>True when it ended because the others held it for dead: it was frozen, or starved of the processor.</summary>
    public bool WasGivenUp => HasExited && log.Any(line => line.Contains("told I am dead", StringComparison.Ordinal));

    /// <summary>Largest resident memory so far, bytes.</summary>
    public long PeakMemory { get; private set; }

    /// <summary>Processor time so far, milliseconds; what it was last when the process has ended.</summary>
    public double Processor { get; private set; }

    public IEnumerable<string> Log => log;

    /// <summary>The program that <c>bird</c> is, whoever runs this code.</summary>
    public static string Program => Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "bird.exe" : "bird");

    /// <param name="name">For messages.</param>
    /// <param name="arguments">After <c>bird</c>.</param>
    /// <param name="variables">Environment variables on top of this process's.</param>
    /// <param name="onLine">Told every line of its log.</param>
    public static SiloProcess Start(
        string name, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> variables, Action<SiloProcess, string>? onLine = null)
    {
        var start = new ProcessStartInfo(Program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (key, value) in variables)
        {
            start.Environment[key] = value;
        }

        var silo = new SiloProcess(name, new Process { StartInfo = start });
        silo.process.OutputDataReceived += (_, e) => silo.OnLine(e.Data, onLine);
        silo.process.ErrorDataReceived += (_, e) => silo.OnLine(e.Data, onLine);
        silo.process.Start();
        Running[silo] = 0;
        silo.process.BeginOutputReadLine();
        silo.process.BeginErrorReadLine();
        return silo;
    }

    /// <summary>SIGKILL: a crash, or the kernel short of memory.</summary>
    public void Kill()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
    }

    /// <summary>SIGSTOP: a hang, a lost node or a cut network look the same from outside.</summary>
    public void Freeze() => Signal("STOP");

    /// <summary>SIGCONT: it comes back and does not know how long it was away.</summary>
    public void Thaw() => Signal("CONT");

    /// <summary>SIGTERM, and waits for the end of the drain.</summary>
    public async Task<int> StopAsync(TimeSpan budget)
    {
        Signal("TERM");
        return await WaitAsync(budget);
    }

    /// <summary>Waits for its own end; the exit code.</summary>
    public async Task<int> WaitAsync(TimeSpan budget)
    {
        using var patience = new CancellationTokenSource(budget);
        await process.WaitForExitAsync(patience.Token);
        return process.ExitCode;
    }

    /// <summary>Reads its resident memory; keeps the largest.</summary>
    public long Sample()
    {
        if (process.HasExited)
        {
            return 0;
        }

        process.Refresh();
        Processor = process.TotalProcessorTime.TotalMilliseconds;
        PeakMemory = Math.Max(PeakMemory, process.WorkingSet64);
        return process.WorkingSet64;
    }

    public void Dispose()
    {
        if (!Running.TryRemove(this, out _))
        {
            return;
        }

        if (!process.HasExited)
        {
            Kill();
        }

        process.Dispose();
    }

    private static void EndAll()
    {
        // Not disposed: the drill may be looking at them at this moment.
        foreach (var silo in Running.Keys)
        {
            silo.process.Kill(entireProcessTree: true);
        }
    }

    private void OnLine(string? line, Action<SiloProcess, string>? onLine)
    {
        if (line is null)
        {
            return;
        }

        log.Enqueue(line);
        if (log.Count > LinesKept)
        {
            log.TryDequeue(out _);
        }

        onLine?.Invoke(this, line);
    }

    /// <summary>Through the system's own program: .NET sends no signal but KILL.</summary>
    private void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
