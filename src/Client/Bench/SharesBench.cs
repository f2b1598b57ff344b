using System.Globalization;
using BirD.Client.Bench.Drill;

namespace BirD.Client.Bench;

/// <summary>Two jobs on the same workers: do equal priorities share the time, and does a higher one go first.</summary>
internal static class SharesBench
{
    /// <summary>The second job's pictures take so many times as long: shares are of time, not of pictures.</summary>
    private const int Longer = 3;

    private const double Tolerance = 0.1;

    public static async Task<int> ExecuteAsync(DrillOptions options)
    {
        var equal = await EqualAsync(options);
        var ordered = await OrderedAsync(options);
        return equal && ordered ? ExitCodes.Done : ExitCodes.SomeFailed;
    }

    /// <summary>From the moment when both are at work to the moment when the first one's work gets scarce.</summary>
    private static async Task<bool> EqualAsync(DrillOptions options)
    {
        var place = await options.PlaceAsync();
        var brief = await DrillJob.CreateAsync(place, "brief", options.Items, options.Steps);
        var lasting = await DrillJob.CreateAsync(place, "lasting", options.Items, options.Steps * Longer);
        using var cluster = Start(place, options);
        await cluster.UntilAsync(() => brief.Done > 0 && lasting.Done > 0, "both jobs are at work", options.Limit);
        var (fromBrief, fromLasting) = (brief.Done, lasting.Done);
        await cluster.UntilAsync(() => brief.Done >= options.Items * 9 / 10, "most of the first job is done", options.Limit);
        var (doneBrief, doneLasting) = (brief.Done - fromBrief, lasting.Done - fromLasting);
        var share = (double)doneBrief / (doneBrief + (doneLasting * Longer));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"equal priority: {doneBrief} pictures of {options.Steps} steps beside {doneLasting} of {options.Steps * Longer}: shares of the steps {share:P1} and {1 - share:P1}"));
        return Math.Abs(share - 0.5) <= Tolerance / 2;
    }

    private static async Task<bool> OrderedAsync(DrillOptions options)
    {
        var place = await options.PlaceAsync();
        var low = await DrillJob.CreateAsync(place, "a-low", options.Items, options.Steps);
        var high = await DrillJob.CreateAsync(place, "b-high", options.Items, options.Steps, priority: 5);
        using var cluster = Start(place, options);
        await cluster.UntilAsync(() => high.Done >= high.Count - (2 * options.Workers), "the higher job is all but done", options.Limit);
        Console.WriteLine($"higher priority: {high.Done} of {high.Count} pictures done before the lower job had {low.Done}");
        return low.Done == 0;
    }

    private static DrillCluster Start(DrillPlace place, DrillOptions options) => new(place, options.Workers, $"null:{options.StepMilliseconds}ms");
}
