using BirD.Client.Runs;
using BirD.Contracts.Jobs;

namespace BirD.Client.Progress;

/// <summary>Shows a run to a person, on standard error.</summary>
internal interface IRunReporter : IDisposable
{
    /// <summary>Shows progress, asked for now and then, while <paramref name="work"/> goes on.</summary>
    Task RunAsync(Func<Task<JobProgress>> progress, Func<Task> work);

    void OnItem(JobEvent item);

    void OnInterrupted();

    void OnFinished(RunSummary summary, TimeSpan elapsed, bool complete);
}
