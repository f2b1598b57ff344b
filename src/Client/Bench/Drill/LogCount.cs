using System.Collections.Concurrent;

namespace BirD.Client.Bench.Drill;

/// <summary>Counts what silos log at warning level and above.</summary>
internal sealed class LogCount
{
    private static readonly string[] Levels = ["warn:", "fail:", "crit:"];
    private readonly ConcurrentDictionary<string, int> entries = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> sources = new(StringComparer.Ordinal);

    public void OnLine(SiloProcess silo, string line)
    {
        if (Array.Exists(Levels, level => line.StartsWith(level, StringComparison.Ordinal)))
        {
            entries.AddOrUpdate(silo.Name, 1, static (_, count) => count + 1);
            sources.AddOrUpdate(line, 1, static (_, count) => count + 1);
        }
    }

    /// <summary>Entries of each silo since the last call.</summary>
    public IReadOnlyDictionary<string, int> Take()
    {
        var taken = entries.ToDictionary(StringComparer.Ordinal);
        entries.Clear();
        return taken;
    }

    /// <summary>The most frequent ones since the last call, by level, category and event.</summary>
    public IEnumerable<string> TakeMostFrequent(int most)
    {
        var taken = sources.OrderByDescending(source => source.Value).Take(most).Select(source => $"{source.Value} x {source.Key}").ToList();
        sources.Clear();
        return taken;
    }
}
