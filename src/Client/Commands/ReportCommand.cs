using System.CommandLine;
using BirD.Client.Provenance;

namespace BirD.Client.Commands;

internal static class ReportCommand
{
    public static Command Create()
    {
        var output = new Argument<string>("output") { Description = "Output folder of a restoration." };
        var command = new Command("report", "Write manifest, events and reports of an output folder again, from its sidecars.") { output };
        command.SetAction(result =>
        {
            var folder = Path.GetFullPath(result.GetRequiredValue(output));
            if (!Directory.Exists(folder))
            {
                throw new UsageException($"There is no folder {folder}.");
            }

            ProvenancePackage.Write(folder, null, [], TimeProvider.System);
            Console.WriteLine(Path.Combine(folder, PackageFiles.Html));
            return ExitCodes.Done;
        });
        return command;
    }
}
