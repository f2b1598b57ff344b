using BirD.Contracts.Images;
using BirD.Contracts.Shards;
using BirD.Grains.Records;
using Orleans.Runtime;

namespace BirD.Grains.Application;

/// <summary>Looks at pictures in work through the shards that lease them.</summary>
public sealed class PictureLooks(JobRecordStore jobs, IGrainFactory grains)
{
    /// <summary>
    /// What the picture has learned so far; null while nobody works on it, and on the first call, which only makes its worker
    /// tell: ask again after a second or two.
    /// </summary>
    public async Task<ItemLook?> LookAsync(string jobId, int shard, int item, CancellationToken cancellationToken = default)
    {
        if (await jobs.ReadAsync(jobId, cancellationToken) is not ({ } job, _) || shard >= job.Run.Shards)
        {
            return null;
        }

        try
        {
            return await grains.GetGrain<IShardGrain>(new ShardRef(jobId, job.Run.Number, shard).ToString()).LookAsync(item);
        }
        catch (Exception e) when (e is TimeoutException or OrleansException)
        {
            // The shard is moving. Nothing depends on a look, and the next one is asked for in a moment.
            return null;
        }
    }
}
