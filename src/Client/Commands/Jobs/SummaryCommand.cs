using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using BirD.Client.Cluster;
using BirD.Client.Jobs;
using BirD.Contracts.Api;

namespace BirD.Client.Commands.Jobs;

internal static class SummaryCommand
{
    public static Command Create()
    {
        var job = new Argument<string>("job") { Description = "Job id." };
        var json = new Option<bool>("--json") { Description = "The report as one JSON object." };
        var source = new JobSource();
        var command = new Command("summary", "Sum up what became of a job.") { job, json };
        source.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var reader = source.Reader(result);
            return await PrintAsync(reader, result.GetRequiredValue(job), result.GetValue(json), cancellationToken);
        });
        return command;
    }

    /// <summary>Also what <c>bird report</c> does when it is given a job of a cluster.</summary>
    public static async Task<int> PrintAsync(IJobReader reader, string job, bool json, CancellationToken cancellationToken)
    {
        var report = await reader.ReportAsync(job, cancellationToken);
        foreach (var line in json ? [JsonSerializer.Serialize(report, ApiJson.Default.ReportDocument)] : Lines(report))
        {
            Console.WriteLine(line);
        }

        return ExitCodes.Done;
    }

    private static IEnumerable<string> Lines(ReportDocument report)
    {
        foreach (var line in JobText.Lines(report.Job))
        {
            yield return line;
        }

        yield return string.Create(CultureInfo.InvariantCulture, $"  originals: {report.InputBytes / 1e6:0.0} MB");
        foreach (var (failureClass, count) in report.Failures)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"  failed, {failureClass}: {count}");
        }

        yield return $"  settings: {report.Job.Settings?.ToJsonString()}";
        yield return $"  prior: {report.Job.Prior ?? "see the sidecars"}";
        yield return $"  software: {report.Software}";
    }
}
