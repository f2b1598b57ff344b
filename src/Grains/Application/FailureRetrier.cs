using System.Globalization;
using BirD.Contracts.Jobs;
using BirD.Contracts.Retry;
using BirD.Contracts.Shards;
using BirD.Grains.Records;
using BirD.Storage.Objects;

namespace BirD.Grains.Application;

/// <summary>Gives pictures that were given up another chance: <c>retry --failed</c>.</summary>
public sealed class FailureRetrier(IObjectStore store, JobRecordStore jobs, IGrainFactory grains)
{
    /// <summary>Reopens the failed pictures of a job's latest run; the run goes on, also when it was finished.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="only">Failures of this class only; null for all.</param>
    /// <param name="cancellationToken">Ends the search; what was reopened stays so.</param>
    /// <returns>Pictures that will be tried again.</returns>
    /// <exception cref="JobNotFoundException">There is no such job.</exception>
    /// <exception cref="JobConflictException">The run was cancelled.</exception>
    public async Task<int> RetryAsync(string jobId, FailureClass? only, CancellationToken cancellationToken = default)
    {
        var (job, _) = await jobs.ReadAsync(jobId, cancellationToken) ?? throw new JobNotFoundException($"There is no job '{jobId}'.");
        if (job.State is JobState.Cancelled or JobState.Draining)
        {
            throw new JobConflictException($"Run {job.Run.Number} of job '{jobId}' was cancelled; submit the job again to have everything tried that is not done.");
        }

        var reopened = 0;
        var letters = string.Create(CultureInfo.InvariantCulture, $"jobs/{jobId}/runs/{job.Run.Number:D6}/deadletter/");
        await foreach (var key in store.ListAsync(letters, cancellationToken: cancellationToken))
        {
            if (int.TryParse(Path.GetFileNameWithoutExtension(key), NumberStyles.None, CultureInfo.InvariantCulture, out var shard))
            {
                reopened += await grains.GetGrain<IShardGrain>(new ShardRef(jobId, job.Run.Number, shard).ToString()).RetryAsync(only);
            }
        }

        return reopened;
    }
}
