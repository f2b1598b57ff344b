using System.Text.Json;
using System.Text.Json.Serialization;
using BirD.Client.Runs;
using BirD.Contracts.Jobs;

namespace BirD.Client.Output;

/// <summary>The machine-readable output: one object per line on standard output. Scripts depend on these names.</summary>
internal static class JsonLines
{
    public static void Item(JobEvent item, string outputFolder) => Write(
        new ItemLine("image", item.Input, Path.Combine(outputFolder, item.Output), item.IsDamaged ? JobEvent.DamagedWord : Word(item.Result), item.Seconds,
            item.Result == ItemResult.Failed ? item.Message : null),
        LineJson.Default.ItemLine);

    public static void Planned(string input, string output, string action, string? reason) => Write(
        new PlannedLine("planned", input, output, action, reason), LineJson.Default.PlannedLine);

    public static void Estimate(EstimateLine estimate) => Write(estimate, LineJson.Default.EstimateLine);

    public static void Summary(RunSummary summary, TimeSpan elapsed) => Write(
        new SummaryLine("summary", summary.Restored, summary.Unchanged, summary.Skipped, summary.Failed, elapsed.TotalSeconds, summary.Damaged),
        LineJson.Default.SummaryLine);

    public static string Word(ItemResult result) => result.ToString().ToLowerInvariant();

    private static void Write<T>(T line, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        Console.Out.WriteLine(JsonSerializer.Serialize(line, type));

    internal sealed record ItemLine(string Event, string Input, string Output, string Outcome, double Seconds, string? Error);

    internal sealed record PlannedLine(string Event, string Input, string Output, string Action, string? Reason);

    /// <param name="Event">"estimate".</param>
    /// <param name="Restore">Pictures that would be worked on.</param>
    /// <param name="Skip">Pictures that are done.</param>
    /// <param name="Fail">Pictures that would be refused.</param>
    /// <param name="Megapixels">Of those worked on.</param>
    /// <param name="Seconds">At most: pictures that need nothing take no time.</param>
    /// <param name="BytesNeeded">Room for the results, at most.</param>
    /// <param name="BytesFree">Room on the output's disk.</param>
    internal sealed record EstimateLine(
        string Event, int Restore, int Skip, int Fail, double Megapixels, double Seconds, long BytesNeeded, long BytesFree);

    /// <param name="Event">"summary".</param>
    /// <param name="Restored">Pictures.</param>
    /// <param name="Unchanged">Pictures.</param>
    /// <param name="Skipped">Pictures that were done.</param>
    /// <param name="Failed">Pictures, the damaged ones included.</param>
    /// <param name="Seconds">Of the run.</param>
    /// <param name="Damaged">Those of the failed of which what can be shown lies in the output.</param>
    internal sealed record SummaryLine(string Event, int Restored, int Unchanged, int Skipped, int Failed, double Seconds, int Damaged);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(JsonLines.ItemLine))]
[JsonSerializable(typeof(JsonLines.PlannedLine))]
[JsonSerializable(typeof(JsonLines.EstimateLine))]
[JsonSerializable(typeof(JsonLines.SummaryLine))]
internal sealed partial class LineJson : JsonSerializerContext;
