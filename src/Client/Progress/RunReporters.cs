using BirD.Client.Inputs;
using BirD.Client.Restore;
using Spectre.Console;

namespace BirD.Client.Progress;

internal static class RunReporters
{
    /// <summary>A live display on a terminal, plain lines elsewhere; with --json the machine's lines besides.</summary>
    public static IRunReporter For(RestoreRequest request, Listing listing)
    {
        foreach (var line in listing.Renamed)
        {
            Console.Error.WriteLine($"Name taken: {line}");
        }

        foreach (var line in listing.Unreadable)
        {
            Console.Error.WriteLine($"Not read: {line}");
        }

        IRunReporter human = Console.IsErrorRedirected
            ? new PlainReporter(listing.Items.Count)
            : new LiveReporter(
                AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }), listing.Items.Count, TimeProvider.System);
        return request.Json ? new JsonReporter(human, request.Output) : human;
    }
}
