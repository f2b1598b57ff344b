using BirD.Client.Inputs;
using BirD.Client.Output;
using BirD.Client.Runs;
using Spectre.Console;

namespace BirD.Client.Progress;

internal static class RunReporters
{
    /// <summary>A live display on a terminal, plain lines elsewhere; with --json the machine's lines besides.</summary>
    public static IRunReporter For(RestoreRequest request, Listing listing)
    {
        foreach (var line in listing.Renamed)
        {
            Console.Error.WriteLine($"Other name: {PlainText.Of(line)}");
        }

        foreach (var line in listing.Unreadable)
        {
            Console.Error.WriteLine($"Not read: {PlainText.Of(line)}");
        }

        return Create(listing.Items.Count, request.Json, request.Output);
    }

    /// <summary>For a job of a cluster, whose pictures may still be being counted.</summary>
    public static IRunReporter ForCluster(string output, bool json) => Create(null, json, output);

    private static IRunReporter Create(int? total, bool json, string output)
    {
        IRunReporter human = Console.IsErrorRedirected
            ? new PlainReporter(total)
            : new LiveReporter(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }), TimeProvider.System);
        return json ? new JsonReporter(human, output) : human;
    }
}
