using System.Globalization;
using BirD.Client.Output;
using BirD.Client.Runs;
using BirD.Contracts.Jobs;

namespace BirD.Client.Progress;

/// <summary>One line per picture, for logs and pipes.</summary>
internal sealed class PlainReporter(int? total) : IRunReporter
{
    private int done;

    public Task RunAsync(Func<Task<JobProgress>> progress, Func<Task> work) => work();

    public void OnItem(JobEvent item) => Console.Error.WriteLine(PlainText.Of(string.Create(
        CultureInfo.InvariantCulture,
        $"[{++done}{(total is null ? "" : "/")}{total}] {JsonLines.Word(item.Result)} {item.Input} ({item.Seconds:0.0} s){(item.Message is null ? "" : ": " + item.Message)}")));

    public void OnInterrupted() => Console.Error.WriteLine("Stopping: checkpointing the pictures in work ...");

    public void OnFinished(RunSummary summary, TimeSpan elapsed, bool complete)
    {
        foreach (var line in ClosingLines.For(summary, elapsed, complete))
        {
            Console.Error.WriteLine(line);
        }
    }

    public void Dispose()
    {
        // Holds nothing; the live reporter does.
    }
}
