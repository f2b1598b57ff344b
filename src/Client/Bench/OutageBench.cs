using System.Diagnostics;
using System.Globalization;
using BirD.Client.Bench.Drill;
using BirD.Contracts.Jobs;

namespace BirD.Client.Bench;

/// <summary>A job whose store goes away for a while: nothing may be lost, work must go on by itself, and logs must stay readable.</summary>
internal static class OutageBench
{
    /// <summary>Entries of warnings and errors of one silo, per second without a store: more buries what matters.</summary>
    private const double MostEntriesPerSecond = 2;

    /// <param name="options">State lies in the account that is given.</param>
    public static async Task<int> ExecuteAsync(DrillOptions options)
    {
        var outage = options.Outage;
        using var gate = new StoreGate(options.Connection);
        var place = await (options with { Connection = gate.Connection }).PlaceAsync();
        var job = await DrillJob.CreateAsync(place, "outage", options.Items, options.Steps);
        var log = new LogCount();
        using var cluster = new DrillCluster(place, options.Workers, $"null:{options.StepMilliseconds}ms", null, log.OnLine);
        await cluster.UntilAsync(() => job.Done >= options.Items / 5, "a fifth of the job is done", options.Limit);
        Console.WriteLine($"before: {Entries(log)}");
        _ = log.TakeMostFrequent(0).ToList();

        var before = job.Done;
        gate.Shut();
        var away = Stopwatch.StartNew();
        await cluster.UntilAsync(() => away.Elapsed >= outage, "the outage is over", outage + TimeSpan.FromMinutes(1));
        gate.Open();
        var (during, entries) = (job.Done - before, log.Take());
        var worst = entries.Count > 0 ? entries.Values.Max() / outage.TotalSeconds : 0;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{outage.TotalSeconds:F0} s without a store: {during} pictures got their results, {gate.Refused} calls failed, warnings and errors: {Text(entries)}"));
        foreach (var line in log.TakeMostFrequent(8))
        {
            Console.WriteLine($"  {line}");
        }

        var (clock, from) = (Stopwatch.StartNew(), job.Done);
        await cluster.UntilAsync(() => job.Done > from, "work went on", options.Limit);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"the next result came {clock.Elapsed.TotalSeconds:F1} s after the store was back"));
        await cluster.UntilAsync(async () => await job.StateAsync() == JobState.Finished, "the job finished", options.Limit);
        var (hashes, faults) = await job.VerifyAsync();
        Console.WriteLine($"finished {clock.Elapsed.TotalSeconds:F0} s after it was back: {hashes.Count} of {options.Items} results, {faults.Count} faults; silos that ended by themselves: {cluster.Workers.Append(cluster.Control).Count(silo => silo.HasExited)}");
        Console.WriteLine($"afterwards: {Entries(log)}");
        return faults.Count == 0 && worst <= MostEntriesPerSecond ? ExitCodes.Done : ExitCodes.SomeFailed;
    }

    private static string Entries(LogCount log) => $"warnings and errors: {Text(log.Take())}";

    private static string Text(IReadOnlyDictionary<string, int> entries) =>
        entries.Count == 0 ? "none" : string.Join(", ", entries.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key} {entry.Value}"));
}
