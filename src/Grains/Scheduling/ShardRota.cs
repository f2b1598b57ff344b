using BirD.Contracts.Jobs;
using BirD.Contracts.Scheduling;
using BirD.Contracts.Shards;

namespace BirD.Grains.Scheduling;

/// <summary>One job's run in the scheduler: its share, and its shards in the order they are offered.</summary>
internal sealed class ShardRota(JobNotice job, JobShare share, TimeProvider time)
{
    private readonly HashSet<int> complete = [];
    private readonly Dictionary<int, long> resting = [];
    private int firstOpen;

    public JobNotice Job { get; private set; } = job;

    public JobShare Share => share;

    public JobTerms Terms => Job.Terms ?? new JobTerms();

    /// <summary>A worker with another prior would make other results: it is not offered the job.</summary>
    public bool Suits(WorkerStatus worker) => Job.Prior is null || Job.Prior == worker.Prior;

    /// <summary>Takes over what changed within the same run: terms, more shards, a shard with work again.</summary>
    public void Update(JobNotice notice)
    {
        Job = notice;
        if (notice.Reopened is { } shard)
        {
            complete.Remove(shard);
            resting.Remove(shard);
            firstOpen = Math.Min(firstOpen, shard);
        }
    }

    public void Learn(ShardHint hint)
    {
        if (hint.Complete)
        {
            complete.Add(hint.Shard.Shard);
            while (complete.Contains(firstOpen))
            {
                firstOpen++;
            }
        }
        else
        {
            resting[hint.Shard.Shard] = time.GetTimestamp() + (long)(hint.AskAgainAfter.TotalSeconds * time.TimestampFrequency);
        }
    }

    /// <summary>Shards that may have work now, in listing order.</summary>
    public IEnumerable<ShardRef> Open()
    {
        var now = time.GetTimestamp();
        for (var shard = firstOpen; shard < Job.Run.Shards; shard++)
        {
            if (!complete.Contains(shard) && !(resting.TryGetValue(shard, out var until) && until > now))
            {
                yield return new ShardRef(Job.JobId, Job.Run.Number, shard);
            }
        }
    }
}
