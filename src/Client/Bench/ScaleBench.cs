using System.Diagnostics;
using BirD.Client.Bench.Drill;

namespace BirD.Client.Bench;

/// <summary>Pictures per second by number of worker processes, when each has a device of the same fixed speed.</summary>
internal static class ScaleBench
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static async Task<int> ExecuteAsync(DrillOptions options, IReadOnlyList<int> workers)
    {
        var first = double.NaN;
        foreach (var count in workers)
        {
            var rate = await MeasureAsync(options, count);
            first = double.IsNaN(first) ? rate / count : first;
            Console.WriteLine($"{count} workers: {rate:F2} pictures/s, {rate / first:F2} times one, efficiency {rate / first / count:P0}");
        }

        return ExitCodes.Done;
    }

    /// <summary>From the moment when every worker has begun something to the moment when work gets scarce.</summary>
    private static async Task<double> MeasureAsync(DrillOptions options, int count)
    {
        var place = await options.PlaceAsync();
        var job = await DrillJob.CreateAsync(place, "scale", options.Items * count, options.Steps);
        var failovers = new Failovers();
        using var cluster = new DrillCluster(
            place, count, $"null:{options.StepMilliseconds}ms", new Dictionary<string, string>([Failovers.LogSetting]), failovers.OnLine);
        await cluster.UntilAsync(() => Array.TrueForAll(cluster.Workers, failovers.HasBegun), "every worker is at work", Patience);
        var (started, before) = (Stopwatch.GetTimestamp(), job.Done);
        await cluster.UntilAsync(() => job.Done >= job.Count - (4 * count), "most of the job is done", Patience);
        return (job.Done - before) / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
