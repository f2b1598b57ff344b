using BirD.Contracts.Jobs;
using BirD.Contracts.Scheduling;
using BirD.Contracts.Shards;

namespace BirD.Grains.Scheduling;

/// <summary>One job's run in the scheduler: its share, and its shards in the order they are offered.</summary>
internal sealed class ShardRota(JobNotice job, JobShare share, TimeProvider time)
{
    /// <summary>How long the last shard's report to the job may take; a busy store takes a second.</summary>
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(10);

    private readonly HashSet<int> complete = [];
    private readonly Dictionary<int, long> resting = [];
    private readonly Dictionary<int, ShardMoment> reopened = [];
    private int firstOpen;
    private long? seemsDoneSince;

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
            reopened[shard] = notice.ReopenedAsOf;
            firstOpen = Math.Min(firstOpen, shard);
        }
    }

    public void Learn(ShardHint hint)
    {
        if (hint.AsOf.IsBefore(reopened.GetValueOrDefault(hint.Shard.Shard)))
        {
            // Under way while the shard was given work again; believed, it would leave that work to nobody.
            return;
        }

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
        ForgetWhenContradicted(now);
        for (var shard = firstOpen; shard < Job.Run.Shards; shard++)
        {
            if (!complete.Contains(shard) && !(resting.TryGetValue(shard, out var until) && until > now))
            {
                yield return new ShardRef(Job.JobId, Job.Run.Number, shard);
            }
        }
    }

    /// <summary>
    /// With every shard complete the run would have ended: what was heard of one of them is wrong, say because this scheduler
    /// is new and the news was old. They are all asked again.
    /// </summary>
    private void ForgetWhenContradicted(long now)
    {
        if (Job.Run.Open || firstOpen < Job.Run.Shards)
        {
            seemsDoneSince = null;
            return;
        }

        seemsDoneSince ??= now;
        if (time.GetElapsedTime(seemsDoneSince.Value, now) >= EndPatience)
        {
            complete.Clear();
            (firstOpen, seemsDoneSince) = (0, null);
        }
    }
}
