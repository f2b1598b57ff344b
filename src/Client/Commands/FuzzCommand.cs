using System.CommandLine;
using BirD.Client.Bench.Fuzz;

namespace BirD.Client.Commands;

internal static class FuzzCommand
{
    public static Command Create()
    {
        var count = new Option<int>("--count") { Description = "Files.", DefaultValueFactory = _ => 1000 };
        var seed = new Option<int>("--seed") { Description = "Decides how files are damaged.", DefaultValueFactory = _ => 1 };
        var save = new Option<string?>("--save") { Description = "Folder for files that were neither read nor refused." };
        var command = new Command("fuzz", "Damage valid files of every format and see that each is read or refused with a reason.") { count, seed, save };
        command.SetAction((result, cancellationToken) =>
            FuzzBench.ExecuteAsync(result.GetValue(count), result.GetValue(seed), result.GetValue(save), cancellationToken));
        return command;
    }
}
