using BirD.Contracts.Jobs;

namespace BirD.Client.Embedded;

/// <summary>A run under way, in this process or in a cluster: the commands show both alike.</summary>
internal interface IBirdClient : IAsyncDisposable
{
    Task<JobProgress> GetProgressAsync(StartedRun run);

    /// <summary>Every picture's end in this run, once; completes when the run does.</summary>
    IAsyncEnumerable<JobEvent> WatchAsync(StartedRun run, CancellationToken cancellationToken);
}

internal sealed record StartedRun(string JobId, int Number, long Items);
