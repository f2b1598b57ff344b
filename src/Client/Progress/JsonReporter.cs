using BirD.Client.Output;
using BirD.Client.Runs;
using BirD.Contracts.Jobs;

namespace BirD.Client.Progress;

/// <summary>Writes the machine's lines to standard output and lets another reporter talk to the person.</summary>
internal sealed class JsonReporter(IRunReporter human, string outputFolder) : IRunReporter
{
    public Task RunAsync(Func<Task<JobProgress>> progress, Func<Task> work) => human.RunAsync(progress, work);

    public void OnItem(JobEvent item)
    {
        JsonLines.Item(item, outputFolder);
        human.OnItem(item);
    }

    public void OnInterrupted() => human.OnInterrupted();

    public void OnFinished(RunSummary summary, TimeSpan elapsed, bool complete)
    {
        JsonLines.Summary(summary, elapsed);
        human.OnFinished(summary, elapsed, complete);
    }

    public void Dispose() => human.Dispose();
}
