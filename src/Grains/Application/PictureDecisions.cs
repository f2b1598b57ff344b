using BirD.Contracts.Decisions;
using BirD.Contracts.Jobs;
using BirD.Contracts.Shards;
using BirD.Grains.Records;

namespace BirD.Grains.Application;

/// <summary>Carries a person's decision about one picture to the shard that holds it.</summary>
public sealed class PictureDecisions(JobRecordStore jobs, IGrainFactory grains)
{
    /// <summary>Records the decision and opens the picture; a worker carries it out under a lease like any other work.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="shard">Shard of its latest run.</param>
    /// <param name="item">Item of the shard.</param>
    /// <param name="decision">What was decided, and by whom.</param>
    /// <param name="cancellationToken">Abandons the call before it reaches the shard.</param>
    /// <exception cref="JobNotFoundException">There is no such job, or no such picture in its latest run.</exception>
    /// <exception cref="JobConflictException">The run was cancelled, or the picture has no end yet.</exception>
    public async Task DecideAsync(string jobId, int shard, int item, ItemDecision decision, CancellationToken cancellationToken = default)
    {
        var (job, _) = await jobs.ReadAsync(jobId, cancellationToken) ?? throw new JobNotFoundException($"There is no job '{jobId}'.");
        if (job.State is JobState.Cancelled or JobState.Draining)
        {
            throw new JobConflictException($"Run {job.Run.Number} of job '{jobId}' was cancelled, so nobody would carry the decision out; submit the job again, then decide.");
        }

        await grains.GetGrain<IShardGrain>(new ShardRef(jobId, job.Run.Number, shard).ToString()).DecideAsync(item, decision);
    }
}
