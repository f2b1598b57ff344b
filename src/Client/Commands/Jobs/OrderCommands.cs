using System.CommandLine;
using System.Globalization;
using BirD.Client.Cluster;
using BirD.Client.Jobs;
using BirD.Contracts.Api;

namespace BirD.Client.Commands.Jobs;

/// <summary>Commands that change the course of a cluster's jobs.</summary>
internal static class OrderCommands
{
    public static IEnumerable<Command> Create() =>
    [
        Order("pause", "Checkpoint the pictures in work and grant no more.", (client, id, _, stop) => client.PauseAsync(id, stop)),
        Order("resume", "Go on after a pause.", (client, id, _, stop) => client.ResumeAsync(id, stop)),
        Cancel(),
        Retry(),
        Priority(),
    ];

    private static Command Cancel()
    {
        var finish = new Option<bool>("--finish-current") { Description = "Finish the pictures in work first. Default: checkpoint them and give them back." };
        var command = Order("cancel", "End a job; what is done stays.", (client, id, result, stop) =>
            client.CancelAsync(id, new CancelOrder(result.GetValue(finish) ? CancelWord.FinishCurrent : CancelWord.Abort), stop));
        command.Add(finish);
        return command;
    }

    private static Command Priority()
    {
        var priority = new Argument<int>("priority") { Description = "Higher goes first; -100 to 100." };
        var limit = new Option<int?>("--max-in-flight") { Description = "Pictures in work at once. Default: no limit." };
        var command = Order("priority", "Change how a job shares the cluster.", (client, id, result, stop) =>
            client.SetPriorityAsync(id, new PriorityOrder(result.GetRequiredValue(priority), result.GetValue(limit)), stop));
        command.Add(priority);
        command.Add(limit);
        return command;
    }

    private static Command Retry()
    {
        var job = new Argument<string>("job") { Description = "Job id." };
        var failed = new Option<bool>("--failed") { Description = "Try failed pictures again; the only kind there is, so it may be left out." };
        var failureClass = FailuresCommand.ClassOption();
        var source = new JobSource();
        var command = new Command("retry", "Try pictures again that were given up.") { job, failed, failureClass };
        source.AddClusterTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var client = source.Cluster(result);
            var reply = await client.RetryAsync(result.GetRequiredValue(job), new RetryOrder(result.GetValue(failureClass)), cancellationToken);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{reply.Items} pictures will be tried again."));
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Order(
        string name, string description, Func<HttpBirdClient, string, ParseResult, CancellationToken, Task<JobDocument>> order)
    {
        var job = new Argument<string>("job") { Description = "Job id." };
        var json = new Option<bool>("--json") { Description = "The job as one JSON object." };
        var source = new JobSource();
        var command = new Command(name, description) { job, json };
        source.AddClusterTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var client = source.Cluster(result);
            var document = await order(client, result.GetRequiredValue(job), result, cancellationToken);
            if (result.GetValue(json))
            {
                JobText.WriteJson(document);
            }
            else
            {
                Console.WriteLine(JobText.Line(document));
            }

            return ExitCodes.Done;
        });
        return command;
    }
}
