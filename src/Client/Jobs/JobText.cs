using System.Globalization;
using System.Text.Json;
using BirD.Contracts.Api;

namespace BirD.Client.Jobs;

/// <summary>Jobs in words, and as one JSON object per line.</summary>
internal static class JobText
{
    public static void WriteJson(JobDocument job) => Console.WriteLine(JsonSerializer.Serialize(job, ApiJson.Default.JobDocument));

    public static string Line(JobDocument job) => string.Create(
        CultureInfo.InvariantCulture,
        $"{job.Id,-18} {Word(job.State),-10} {Done(job),14}  {job.Input} -> {job.Output}{(job.Priority == 0 ? "" : $"  priority {job.Priority}")}");

    public static IEnumerable<string> Lines(JobDocument job)
    {
        yield return $"{job.Id}: {Word(job.State)}{(job.Listed ? "" : ", still listing its input")}";
        yield return string.Create(CultureInfo.InvariantCulture, $"  {job.Input} -> {job.Output}, run {job.Run}, priority {job.Priority}");
        if (job.Counts is { } counts)
        {
            yield return "  " + Counts(counts);
        }

        foreach (var item in job.Active)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"  in work: {item.Input}, {(item.Steps == 0 ? "opening" : $"step {item.Step}/{item.Steps}")}");
        }

        if (job.Fault is { } fault)
        {
            yield return $"  waiting: {fault}";
        }
    }

    public static string Counts(JobCounts counts) => string.Create(
        CultureInfo.InvariantCulture,
        $"{counts.Done} of {counts.Total} pictures: {counts.Restored} restored, {counts.Unchanged} unchanged, {counts.Skipped} skipped, {counts.Failed} failed");

    public static string Word(JobPhase phase) => phase.ToString().ToLowerInvariant();

    private static string Done(JobDocument job) =>
        job.Counts is { } counts ? string.Create(CultureInfo.InvariantCulture, $"{counts.Done}/{counts.Total}") : "";
}
