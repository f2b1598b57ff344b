using System.CommandLine;
using BirD.Client.Commands.Arguments;
using BirD.Client.PriorTools;

namespace BirD.Client.Commands;

internal static class PriorCommand
{
    public static Command Create() => new("prior", "List, describe, verify and import the models that restoration rests on.")
    {
        List(), Info(), Verify(), PriorImportCommand.Create(),
    };

    private static Command List()
    {
        var json = new Option<bool>("--json") { Description = "One JSON object per prior." };
        var command = new Command("list", $"Show the priors that --prior takes by name: bundled ones, and those in ${Priors.FolderVariable} (default: {Priors.OwnFolder}).") { json };
        command.SetAction(result => PriorList.Execute(result.GetValue(json)));
        return command;
    }

    private static Command Info()
    {
        var prior = NameOrFile();
        var json = new Option<bool>("--json") { Description = "Everything as one JSON object." };
        var command = new Command("info", "Show a prior's facts, licence, figures and model card.") { prior, json };
        command.SetAction(result => PriorInfo.Execute(result.GetRequiredValue(prior), result.GetValue(json)));
        return command;
    }

    private static Command Verify()
    {
        var prior = NameOrFile();
        var device = new Option<string>("--device") { Description = "cpu, cuda:N or auto.", DefaultValueFactory = _ => "cpu" };
        var json = new Option<bool>("--json") { Description = "Verdict, problem and figures as one JSON object." };
        var command = new Command("verify", "Check that a prior keeps the contract and denoises, at several noise levels. Exit code 1 when it is weak or unfit.") { prior, device, json };
        command.SetAction(result => PriorVerify.Execute(result.GetRequiredValue(prior), RestorationArguments.ParseDevice(result.GetRequiredValue(device)), result.GetValue(json)));
        return command;
    }

    private static Argument<string> NameOrFile() => new("prior") { Description = "Name of an installed prior, or an ONNX file." };
}
