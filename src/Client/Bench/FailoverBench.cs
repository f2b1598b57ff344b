using BirD.Client.Bench.Drill;

namespace BirD.Client.Bench;

/// <summary>How long pictures lie idle after their worker crashed, and after it froze.</summary>
internal static class FailoverBench
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <param name="options">Items bound the drill; blows are the trials of each kind.</param>
    public static async Task<int> ExecuteAsync(DrillOptions options)
    {
        var place = await options.PlaceAsync();
        var job = await DrillJob.CreateAsync(place, "failover", options.Items, options.Steps);
        var failovers = new Failovers();
        using var cluster = new DrillCluster(
            place, 3, $"null:{options.StepMilliseconds}ms", new Dictionary<string, string>([Failovers.LogSetting]), failovers.OnLine);
        foreach (var freeze in (bool[])[false, true])
        {
            var all = new List<double>();
            for (var trial = 0; trial < options.Blows; trial++)
            {
                // The victim has been at work for a while, the others too.
                await cluster.UntilAsync(() => Array.TrueForAll(cluster.Workers, worker => failovers.Holds(worker, job.IsDone)), "every worker has work", Patience);
                var (victim, before) = (cluster.Workers[0], all.Count);
                failovers.OnLost(victim, job.IsDone);
                if (freeze)
                {
                    victim.Freeze();
                }
                else
                {
                    victim.Kill();
                }

                await cluster.UntilAsync(() => Collect(failovers, all) > before, "a lost picture began elsewhere", Patience);
                await cluster.UntilAsync(() => Collect(failovers, all) >= 0 && !failovers.AnyWaiting, "all lost pictures began elsewhere", Patience);
                victim.Kill();
                cluster.ReplaceWorker(0);
            }

            all.Sort();
            double[] sorted = [.. all];
            Console.WriteLine($"{(freeze ? "freeze" : "crash")}: {sorted.Length} pictures in {options.Blows} trials, idle for {Failovers.Percentile(sorted, 0.5):F1} s (median), {Failovers.Percentile(sorted, 0.95):F1} s (p95), {(sorted.Length > 0 ? sorted[^1] : double.NaN):F1} s (longest)");
        }

        return ExitCodes.Done;
    }

    private static int Collect(Failovers failovers, List<double> all)
    {
        all.AddRange(failovers.Take());
        return all.Count;
    }
}
