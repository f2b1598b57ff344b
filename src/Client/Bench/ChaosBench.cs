using System.Diagnostics;
using BirD.Client.Bench.Drill;
using BirD.Contracts.Jobs;

namespace BirD.Client.Bench;

/// <summary>A job while silos are killed, frozen and stopped, held against the same job left in peace.</summary>
internal static class ChaosBench
{
    public static async Task<int> ExecuteAsync(DrillOptions options)
    {
        var place = await options.PlaceAsync();
        var clock = Stopwatch.StartNew();
        var peace = await DrillJob.CreateAsync(place, "undisturbed", options.Items, options.Steps);
        using (var cluster = new DrillCluster(place, options.Workers, "null:0ms"))
        {
            await cluster.UntilAsync(async () => await peace.StateAsync() == JobState.Finished, "the undisturbed job finished", options.Limit);
        }

        var (expected, _) = await peace.VerifyAsync();
        Console.WriteLine($"undisturbed: {expected.Count} results in {clock.Elapsed.TotalSeconds:F0} s");

        clock.Restart();
        var failovers = new Failovers();
        var job = await DrillJob.CreateAsync(place, "disturbed", options.Items, options.Steps);
        using var disturbed = new DrillCluster(
            place, options.Workers, $"null:{options.StepMilliseconds}ms", new Dictionary<string, string>([Failovers.LogSetting]), failovers.OnLine);
        var monkey = new Monkey(disturbed, job, failovers, options.Seed);
        for (var blow = 1; blow <= options.Blows && clock.Elapsed < options.Limit; blow++)
        {
            var due = (long)blow * options.Items / (options.Blows + 1);
            await disturbed.UntilAsync(() => Tended(disturbed, () => job.Done >= due), $"{due} results (now {job.Done})", options.Limit);
            await monkey.StrikeAsync();
        }

        await monkey.RestAsync();
        await disturbed.UntilAsync(
            async () =>
            {
                disturbed.Tend();
                return await job.StateAsync() == JobState.Finished;
            },
            $"the disturbed job finished (now {job.Done})",
            options.Limit);
        return await ReportAsync(options, job, expected, monkey, failovers, clock.Elapsed);
    }

    private static bool Tended(DrillCluster cluster, Func<bool> condition)
    {
        cluster.Tend();
        return condition();
    }

    private static async Task<int> ReportAsync(
        DrillOptions options, DrillJob job, IReadOnlyDictionary<string, string> expected, Monkey monkey, Failovers failovers, TimeSpan took)
    {
        var (hashes, faults) = await job.VerifyAsync();
        var differing = hashes.Count(result => expected.GetValueOrDefault(result.Key) != result.Value);
        var idle = failovers.Take();
        Console.WriteLine($"disturbed: {hashes.Count} of {options.Items} results in {took.TotalSeconds:F0} s");
        Console.WriteLine($"blows: {monkey.Kills} kills, {monkey.Freezes} freezes, {monkey.Stops} stops ({monkey.BadStops} not clean), {monkey.ControlKills} kills of the control silo");
        Console.WriteLine($"faults: {faults.Count}; results unlike the undisturbed ones: {differing}");
        Console.WriteLine($"lost pictures that began elsewhere: {idle.Length}, after {Failovers.Percentile(idle, 0.5):F1} s (median), {Failovers.Percentile(idle, 0.95):F1} s (p95)");
        foreach (var fault in faults.Take(20))
        {
            Console.WriteLine($"  {fault}");
        }

        return faults.Count == 0 && differing == 0 && monkey.BadStops == 0 ? ExitCodes.Done : ExitCodes.SomeFailed;
    }
}
