using BirD.Client.Inputs;
using BirD.Contracts.Jobs;

namespace BirD.Client.Embedded;

/// <summary>What the commands need of BirD, wherever it runs.</summary>
internal interface IBirdClient : IAsyncDisposable
{
    /// <summary>Hash of the prior that will be used; part of the settings hash.</summary>
    string PriorSha256 { get; }

    /// <summary>Writes the listing as the next run of the job and starts it.</summary>
    Task<StartedRun> StartRunAsync(Listing listing, JobSpec spec, string? jobId, CancellationToken cancellationToken);

    Task<JobProgress> GetProgressAsync(StartedRun run);

    /// <summary>Every picture's end in this run, once; completes when the run does.</summary>
    IAsyncEnumerable<JobEvent> WatchAsync(StartedRun run, CancellationToken cancellationToken);
}

internal sealed record StartedRun(string JobId, int Number, long Items);
