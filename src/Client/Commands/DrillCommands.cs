using System.CommandLine;
using System.Globalization;
using BirD.Client.Bench;
using BirD.Client.Bench.Drill;
using BirD.Client.Restore;

namespace BirD.Client.Commands;

/// <summary>Drills with real processes on this machine: <c>bench chaos</c>, <c>failover</c>, <c>scale</c> and the like.</summary>
internal sealed class DrillCommands
{
    private readonly Option<int> items = new("--items") { Description = "Pictures (scale: per worker).", DefaultValueFactory = _ => 200 };
    private readonly Option<int> kills = new("--kills") { Description = "Blows: kills, freezes and stops. Default 10.", DefaultValueFactory = _ => 10 };
    private readonly Option<int> seed = new("--seed") { Description = "Seed of the blows.", DefaultValueFactory = _ => 1 };
    private readonly Option<int> workers = new("--workers") { Description = "Worker processes.", DefaultValueFactory = _ => 2 };
    private readonly Option<string> counts = new("--workers") { Description = "Numbers of worker processes to compare.", DefaultValueFactory = _ => "1,2,4" };
    private readonly Option<double> step = new("--step-ms") { Description = "Milliseconds of one evaluation of the stand-in for a prior.", DefaultValueFactory = _ => 50 };
    private readonly Option<int> steps = new("--steps") { Description = "Steps of each picture.", DefaultValueFactory = _ => 3 };
    private readonly Option<double> limit = new("--limit-minutes") { Description = "Ends the drill in any case.", DefaultValueFactory = _ => 60 };
    private readonly Option<string?> connection = new("--store-connection") { Description = "Keep state in this storage account instead of a directory." };

    private readonly Option<double> outage = new("--seconds") { Description = "How long the store is away.", DefaultValueFactory = _ => 60 };

    public IEnumerable<Command> Create() =>
    [
        Command("chaos", "Kill, freeze and stop silos at random; compare the results with an undisturbed run.", [kills, seed, workers, step, steps], ChaosBench.ExecuteAsync),
        Command("failover", "Measure how long pictures lie idle after their worker crashed or froze.", [kills, step, steps], FailoverBench.ExecuteAsync),
        Command("scheduler", "Measure scheduling and recording alone, with pictures that are nothing.", [], SchedulerBench.ExecuteAsync),
        Command("outage", "Take the store away for a while; count what is logged, and what is lost. Needs --store-connection.", [outage, workers, step, steps], OutageBench.ExecuteAsync),
        Command("restart", "Kill every process at once, start all again, and measure how long until a picture is in work.", [kills, workers, step, steps], RestartBench.ExecuteAsync),
        Command("shares", "Measure how two jobs share the workers, at equal priority and at different ones.", [workers, step, steps], SharesBench.ExecuteAsync),
        Command("telemetry", "Measure what telemetry costs, with pictures that are nothing and a collector that throws everything away.", [], TelemetryBench.ExecuteAsync),
        Scale(),
        Pages(),
    ];

    private Command Pages()
    {
        var folder = new Option<string?>("--folder") { Description = "Where an earlier bench of this kind left its job. Default: make a new one." };
        var stay = new Option<bool>("--stay") { Description = "Go on serving until Ctrl-C, for a browser." };
        var command = new Command("pages", "Measure how fast pages answer over a job of very many pictures that are nothing.") { items, limit, folder, stay };
        command.SetAction(async (result, _) =>
        {
            using var signals = new StopSignals();
            return await PagesBench.ExecuteAsync(Read(result), result.GetValue(folder), result.GetValue(stay), signals.Token);
        });
        return command;
    }

    private Command Scale()
    {
        var command = new Command("scale", "Measure pictures per second by number of workers.") { items, counts, step, steps, limit, connection };
        command.SetAction((result, _) => ScaleBench.ExecuteAsync(
            Read(result), [.. result.GetRequiredValue(counts).Split(',').Select(count => int.Parse(count, CultureInfo.InvariantCulture))]));
        return command;
    }

    private Command Command(string name, string description, Option[] own, Func<DrillOptions, Task<int>> run)
    {
        var command = new Command(name, description) { items, limit, connection };
        Array.ForEach(own, command.Add);
        command.SetAction((result, _) => run(Read(result)));
        return command;
    }

    private DrillOptions Read(ParseResult result) => new()
    {
        Items = result.GetRequiredValue(items),
        Blows = Given(result, kills, 10),
        Seed = Given(result, seed, 1),
        Workers = Given(result, workers, 2),
        StepMilliseconds = Given(result, step, 50.0),
        Steps = Given(result, steps, 3),
        Outage = TimeSpan.FromSeconds(Given(result, outage, 60.0)),
        Limit = TimeSpan.FromMinutes(result.GetRequiredValue(limit)),
        Connection = result.GetValue(connection),
    };

    /// <summary>The value, or the standard one where the command doesn't have the option.</summary>
    private static T Given<T>(ParseResult result, Option<T> option, T otherwise) =>
        result.CommandResult.Command.Options.Contains(option) ? result.GetRequiredValue(option) : otherwise;
}
