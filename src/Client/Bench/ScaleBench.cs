using System.Diagnostics;
using System.Globalization;
using BirD.Client.Bench.Drill;

namespace BirD.Client.Bench;

/// <summary>Pictures per second by number of worker processes, when each has a device of the same fixed speed.</summary>
internal static class ScaleBench
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Begun before the clock starts, by each worker on the average: a process compiles itself in its first seconds.</summary>
    private const int WarmUp = 40;

    public static async Task<int> ExecuteAsync(DrillOptions options, IReadOnlyList<int> workers)
    {
        var first = double.NaN;
        foreach (var count in workers)
        {
            var rate = await MeasureAsync(options, count);
            first = double.IsNaN(first) ? rate / count : first;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{count} workers: {rate:F2} pictures/s, {rate / first:F2} times one, efficiency {rate / first / count:P1}"));
        }

        return ExitCodes.Done;
    }

    /// <summary>From the moment when every worker is warm to the moment when work gets scarce.</summary>
    private static async Task<double> MeasureAsync(DrillOptions options, int count)
    {
        var place = await options.PlaceAsync();
        var job = await DrillJob.CreateAsync(place, "scale", (options.Items + WarmUp) * count, options.Steps);
        var failovers = new Failovers();
        using var cluster = new DrillCluster(
            place, count, $"null:{options.StepMilliseconds}ms", new Dictionary<string, string>([Failovers.LogSetting]), failovers.OnLine);
        await cluster.UntilAsync(
            () => Array.TrueForAll(cluster.Workers, failovers.HasBegun) && job.Done >= WarmUp * count, "every worker is at work", Patience);
        var (started, before, used) = (Stopwatch.GetTimestamp(), job.Done, Used(cluster));
        await cluster.UntilAsync(() => job.Done >= job.Count - (4 * count), "most of the job is done", Patience);
        var (elapsed, done, (control, workers)) = (Stopwatch.GetElapsedTime(started).TotalSeconds, job.Done - before, Used(cluster));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"processor time per picture: control {(control - used.Control) / done:F1} ms, worker {(workers - used.Workers) / done:F1} ms"));
        return done / elapsed;
    }

    private static (double Control, double Workers) Used(DrillCluster cluster) =>
        (cluster.Control.Processor, cluster.Workers.Sum(worker => worker.Processor));
}
