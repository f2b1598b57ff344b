using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace BirD.Client.Bench.Drill;

/// <summary>Measures, from the silos' own logs, how long a picture lies idle after its worker died or froze.</summary>
internal sealed partial class Failovers
{
    private readonly ConcurrentDictionary<string, string> holders = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> waiting = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<double> seconds = [];

    /// <summary>The log level that makes a silo say what is read here.</summary>
    public static KeyValuePair<string, string> LogSetting { get; } = new("Logging__LogLevel__BirD.Grains.Images", "Debug");

    public void OnLine(SiloProcess silo, string line)
    {
        if (Begins.Match(line) is { Success: true } begun)
        {
            var key = begun.Groups["key"].Value;
            if (holders.TryGetValue(key, out var before) && before != silo.Name && waiting.TryRemove(key, out var since))
            {
                seconds.Enqueue(Stopwatch.GetElapsedTime(since).TotalSeconds);
            }

            holders[key] = silo.Name;
        }
    }

    /// <summary>A worker was lost just now: what it had begun and not ended has to begin elsewhere.</summary>
    /// <param name="silo">The worker.</param>
    /// <param name="isDone">Whether a picture's result is in place.</param>
    public void OnLost(SiloProcess silo, Func<string, bool> isDone)
    {
        var now = Stopwatch.GetTimestamp();
        foreach (var (key, holder) in holders)
        {
            if (holder == silo.Name && !isDone(key))
            {
                waiting[key] = now;
            }
        }
    }

    /// <summary>It came back before anybody missed it, so its pictures were never idle.</summary>
    public void OnBack(SiloProcess silo)
    {
        foreach (var (key, holder) in holders)
        {
            if (holder == silo.Name)
            {
                waiting.TryRemove(key, out _);
            }
        }
    }

    public bool AnyWaiting => !waiting.IsEmpty;

    public bool HasBegun(SiloProcess silo) => holders.Values.Contains(silo.Name, StringComparer.Ordinal);

    /// <summary>True when a worker has begun a picture and not ended it.</summary>
    public bool Holds(SiloProcess silo, Func<string, bool> isDone) => holders.Any(entry => entry.Value == silo.Name && !isDone(entry.Key));

    /// <summary>The seconds measured since the last call, sorted.</summary>
    public double[] Take()
    {
        var taken = new List<double>();
        while (seconds.TryDequeue(out var value))
        {
            taken.Add(value);
        }

        taken.Sort();
        return [.. taken];
    }

    public static double Percentile(double[] sorted, double share) =>
        sorted.Length == 0 ? double.NaN : sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];

    [GeneratedRegex(@": (?<key>\S+) begins, attempt", RegexOptions.ExplicitCapture)]
    private static partial Regex Begins { get; }
}
