using BirD.Contracts.Scheduling;
using BirD.Contracts.Shards;

namespace BirD.Grains.Scheduling;

/// <summary>The shards of one job's run in the order they are offered.</summary>
internal sealed class ShardRota(JobNotice job, TimeProvider time)
{
    private readonly HashSet<int> complete = [];
    private readonly Dictionary<int, long> resting = [];
    private int firstOpen;

    public JobNotice Job => job;

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
        for (var shard = firstOpen; shard < job.Run.Shards; shard++)
        {
            if (!complete.Contains(shard) && !(resting.TryGetValue(shard, out var until) && until > now))
            {
                yield return new ShardRef(job.JobId, job.Run.Number, shard);
            }
        }
    }
}
