using System.Diagnostics;

namespace BirD.Client.Bench.Drill;

/// <summary>One control silo and some workers on this machine, all of them processes of their own.</summary>
internal sealed class DrillCluster : IDisposable
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);

    private readonly DrillPlace place;
    private readonly string prior;
    private readonly string role;
    private readonly IReadOnlyDictionary<string, string> variables;
    private readonly Action<SiloProcess, string>? onLine;
    private readonly string clusterId = $"drill-{Guid.NewGuid():N}"[..20];
    private int started;

    /// <param name="place">State, originals, results.</param>
    /// <param name="workers">Worker processes.</param>
    /// <param name="prior">Their prior, for example null:20ms.</param>
    /// <param name="variables">More environment variables.</param>
    /// <param name="onLine">Told every line of every log.</param>
    /// <param name="role">Role of the first silo: control, or all for one that needs no workers.</param>
    public DrillCluster(
        DrillPlace place,
        int workers,
        string prior,
        IReadOnlyDictionary<string, string>? variables = null,
        Action<SiloProcess, string>? onLine = null,
        string role = "control")
    {
        (this.place, this.prior, this.onLine, this.role) = (place, prior, onLine, role);
        this.variables = variables ?? new Dictionary<string, string>();
        Control = StartSilo(role);
        Workers = [.. Enumerable.Range(0, workers).Select(_ => StartSilo("gpu"))];
    }

    public SiloProcess Control { get; private set; }

    public SiloProcess[] Workers { get; }

    /// <summary>Starts a new process in the place of one that has ended.</summary>
    public void ReplaceWorker(int index)
    {
        Workers[index].Dispose();
        Workers[index] = StartSilo("gpu");
    }

    public void ReplaceControl()
    {
        Control.Dispose();
        Control = StartSilo(role);
    }

    /// <summary>Replaces silos that ended by themselves: one that was declared dead while frozen gives up when it hears of it.</summary>
    public void Tend()
    {
        for (var index = 0; index < Workers.Length; index++)
        {
            if (Workers[index].HasExited)
            {
                ReplaceWorker(index);
            }
        }

        if (Control.HasExited)
        {
            ReplaceControl();
        }
    }

    /// <summary>Waits for something to come true; on time-out says what, and shows the logs' ends.</summary>
    public async Task UntilAsync(Func<Task<bool>> condition, string what, TimeSpan patience)
    {
        for (var waited = Stopwatch.StartNew(); !await condition();)
        {
            foreach (var silo in Workers.Append(Control))
            {
                silo.Sample();
            }

            if (waited.Elapsed > patience)
            {
                throw new TimeoutException($"After {patience.TotalSeconds:F0} s still not: {what}.{Environment.NewLine}{Tail()}");
            }

            await Task.Delay(Glance);
        }
    }

    public Task UntilAsync(Func<bool> condition, string what, TimeSpan patience) =>
        UntilAsync(() => Task.FromResult(condition()), what, patience);

    public void Dispose()
    {
        Control.Dispose();
        Array.ForEach(Workers, worker => worker.Dispose());
    }

    private SiloProcess StartSilo(string kind)
    {
        var settings = place.Variables();
        settings["Logging__LogLevel__Default"] = "Warning";
        settings["BIRD_HTTP_PORT"] = "0";
        foreach (var (key, value) in variables)
        {
            settings[key] = value;
        }

        if (kind == "gpu")
        {
            // A port that was asked for is the first silo's; a worker that came first would take it away.
            settings["BIRD_HTTP_PORT"] = "0";
        }

        var name = $"{kind}-{++started}";
        return SiloProcess.Start(
            name,
            ["silo", "--role", kind, "--cluster-id", clusterId, "--name", name, "--prior", prior],
            settings,
            onLine);
    }

    private string Tail() => string.Join(Environment.NewLine, Workers.Append(Control)
        .SelectMany(silo => silo.Log.Where(line => !line.Contains("Orleans", StringComparison.Ordinal)).TakeLast(25).Prepend($"--- {silo.Name}{(silo.HasExited ? $", ended with {silo.ExitCode}" : "")}")));
}
