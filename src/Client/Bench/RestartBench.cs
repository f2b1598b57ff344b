using System.Diagnostics;
using System.Globalization;
using BirD.Client.Bench.Drill;

namespace BirD.Client.Bench;

/// <summary>Every process killed at once and started again: how long until the first picture is in work.</summary>
internal static class RestartBench
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Wanted = TimeSpan.FromSeconds(60);

    /// <param name="options">Items bound the drill; blows are the trials.</param>
    public static async Task<int> ExecuteAsync(DrillOptions options)
    {
        var place = await options.PlaceAsync();
        var job = await DrillJob.CreateAsync(place, "restart", options.Items, options.Steps);
        var work = new Failovers();
        using var cluster = new DrillCluster(
            place, options.Workers, $"null:{options.StepMilliseconds}ms", new Dictionary<string, string>([Failovers.LogSetting]), work.OnLine);
        var all = new List<double>();
        for (var trial = 0; trial < options.Blows; trial++)
        {
            await cluster.UntilAsync(() => Array.TrueForAll(cluster.Workers, work.HasBegun), "every worker is at work", Patience);
            cluster.Control.Kill();
            Array.ForEach(cluster.Workers, worker => worker.Kill());
            var clock = Stopwatch.StartNew();
            cluster.ReplaceControl();
            for (var index = 0; index < cluster.Workers.Length; index++)
            {
                cluster.ReplaceWorker(index);
            }

            await cluster.UntilAsync(() => Array.Exists(cluster.Workers, work.HasBegun), "a picture is in work", Patience);
            all.Add(clock.Elapsed.TotalSeconds);
        }

        all.Sort();
        double[] sorted = [.. all];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"restart: first picture in work after {Failovers.Percentile(sorted, 0.5):F1} s (median of {sorted.Length}), {Failovers.Percentile(sorted, 0.95):F1} s (p95), {sorted[^1]:F1} s (longest); {job.Done} of {job.Count} results there"));
        return sorted[^1] <= Wanted.TotalSeconds ? ExitCodes.Done : ExitCodes.SomeFailed;
    }
}
