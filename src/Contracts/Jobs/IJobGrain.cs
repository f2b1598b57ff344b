namespace BirD.Contracts.Jobs;

/// <summary>A job: one set of pictures, one set of settings, one output. Key: job id.</summary>
[GrainInterfaceType("bird.IJobGrain"), Alias("bird.IJobGrain")]
public interface IJobGrain : IGrainWithStringKey
{
    /// <summary>
    /// Starts a run of the job over a manifest that already lies in the store, or returns the run in progress.
    /// Idempotent by run number: starting the same run twice is one run. An open run takes over more shards each time, until
    /// it comes closed.
    /// </summary>
    /// <param name="spec">What the job does.</param>
    /// <param name="run">The run, as far as it is listed.</param>
    /// <param name="terms">How the job shares the cluster; null leaves it as it is.</param>
    /// <exception cref="JobConflictException">The id is taken by a job with another specification.</exception>
    [Alias("StartRun")]
    Task<JobProgress> StartRunAsync(JobSpec spec, JobRun run, JobTerms? terms = null);

    [Alias("GetProgress")]
    Task<JobProgress> GetProgressAsync();

    /// <summary>Item events after a sequence number, oldest first; completes when the run is finished and drained.</summary>
    [Alias("Watch")]
    IAsyncEnumerable<JobEvent> WatchAsync(long afterSequence, CancellationToken cancellationToken = default);

    /// <summary>Stops granting work; pictures in work are checkpointed and given back.</summary>
    [Alias("Pause")]
    Task PauseAsync();

    [Alias("Resume")]
    Task ResumeAsync();

    /// <summary>Ends the run: nothing more is granted; pictures in work are given back or finished.</summary>
    [Alias("Cancel")]
    Task CancelAsync(CancelMode mode = CancelMode.Abort);

    /// <summary>Changes how the job shares the cluster.</summary>
    [Alias("SetTerms")]
    Task SetTermsAsync(JobTerms terms);

    /// <summary>A shard's progress; the answer is the state that the shard has to follow. Safe to repeat.</summary>
    [Alias("ReportShard")]
    Task<JobState> ReportShardAsync(ShardReport report);
}
