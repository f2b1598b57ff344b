using System.CommandLine;
using BirD.Client.Bench.Trees;

namespace BirD.Client.Commands;

internal static class TreesCommand
{
    public static Command Create()
    {
        var count = new Option<int>("--count") { Description = "Trees.", DefaultValueFactory = _ => 2000 };
        var seed = new Option<int>("--seed") { Description = "Decides trees, links, inputs and outputs.", DefaultValueFactory = _ => 1 };
        var command = new Command("trees", "Ask for results in random places of random trees with links, and see that no original's bytes change.") { count, seed };
        command.SetAction((result, cancellationToken) => TreeBench.ExecuteAsync(result.GetValue(count), result.GetValue(seed), cancellationToken));
        return command;
    }
}
