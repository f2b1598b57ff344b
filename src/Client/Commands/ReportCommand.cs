using System.CommandLine;
using BirD.Client.Cluster;
using BirD.Client.Commands.Jobs;
using BirD.Client.Provenance;

namespace BirD.Client.Commands;

/// <summary>A folder's reports written anew; with a cluster, the sum of one of its jobs, like <c>summary</c>.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var what = new Argument<string>("output|job") { Description = "Output folder of a restoration, or, with --cluster, a job id." };
        var json = new Option<bool>("--json") { Description = "The report of a job as one JSON object." };
        var source = new JobSource();
        var command = new Command("report", "Write manifest, events and reports of an output folder again, from its sidecars; or sum up a job of a cluster.") { what, json };
        source.AddClusterTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var given = result.GetRequiredValue(what);
            if (source.IsNamed(result) || (!Directory.Exists(given) && source.Address(result) is not null))
            {
                await using var cluster = source.Cluster(result);
                return await SummaryCommand.PrintAsync(cluster, given, result.GetValue(json), cancellationToken);
            }

            return Write(Path.GetFullPath(given));
        });
        return command;
    }

    private static int Write(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new UsageException($"There is no folder {folder}. For a job of a cluster, give --cluster http://host:8080.");
        }

        if (PackageFiles.Foreign(folder).FirstOrDefault() is { } foreign)
        {
            throw new UsageException($"{foreign} is not bird's, and the report would replace it. Move it away, then write the report again.");
        }

        ProvenancePackage.Write(folder, null, [], TimeProvider.System);
        Console.WriteLine(Path.Combine(folder, PackageFiles.Html));
        return ExitCodes.Done;
    }
}
