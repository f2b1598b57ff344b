using BirD.Contracts.Jobs;
using BirD.Contracts.Scheduling;
using BirD.Contracts.Shards;
using BirD.Grains.Configuration;
using BirD.Grains.Diagnostics;
using BirD.Grains.Membership;
using BirD.Grains.Records;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Runtime;

namespace BirD.Grains.Scheduling;

/// <summary>Knows which jobs run and which of their shards may have work; everything here can be lost and is found again.</summary>
[GrainType("bird.scheduler"), CollectionAgeLimit(Hours = 2)]
internal sealed partial class SchedulerGrain(
    JobRecordStore records,
    JobCatalog catalog,
    SiloLiveness liveness,
    ILocalSiloDetails self,
    IOptions<SchedulerOptions> options,
    [FromKeyedServices(BirdClock.Key)] TimeProvider time,
    ILogger<SchedulerGrain> logger) : Grain, ISchedulerGrain
{
    private readonly ILogger logger = logger;
    private readonly List<ShardRota> jobs = [];
    private readonly WorkerLoads loads = new(worker => worker.Silo is { } silo && liveness.IsDead(silo));

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.ReviveUnfinishedJobs)
        {
            return;
        }

        await foreach (var id in catalog.ListJobsAsync(cancellationToken: cancellationToken))
        {
            try
            {
                if (await records.ReadAsync(id, cancellationToken) is { Record: { State: JobState.Running } job })
                {
                    Add(job.ToNotice());
                }
            }
            catch (InvalidDataException e)
            {
                LogJobUnreadable(id, e);
            }
        }

        LogRebuilt(jobs.Count);
    }

    public Task<WorkOffer> PollAsync(WorkerStatus status)
    {
        foreach (var hint in status.Learned)
        {
            jobs.Find(rota => rota.Job.JobId == hint.Shard.JobId && rota.Job.Run.Number == hint.Shard.Run)?.Learn(hint);
        }

        foreach (var usage in status.Usage)
        {
            jobs.Find(rota => rota.Job.JobId == usage.JobId)?.Share.Enter(usage);
        }

        loads.Enter(status.Worker, status.Usage);
        var (shards, allowances) = Offer(status);
        return Task.FromResult(new WorkOffer(shards, options.Value.IdlePoll) { Allowances = allowances });
    }

    public Task JobChangedAsync(JobNotice notice)
    {
        var known = jobs.FindIndex(rota => rota.Job.JobId == notice.JobId);
        var runs = notice.State == JobState.Running;
        if (known >= 0 && runs && jobs[known].Job.Run.Number == notice.Run.Number)
        {
            jobs[known].Update(notice);
            return Task.CompletedTask;
        }

        if (known >= 0)
        {
            jobs.RemoveAt(known);
        }

        if (runs)
        {
            Add(notice);
        }

        return Task.CompletedTask;
    }

    public Task<RunningJobs> GetRunningAsync() => Task.FromResult(new RunningJobs(self.SiloAddress, [.. jobs.Select(rota => rota.Job.JobId)]));

    /// <summary>A new job begins level with the one that has had least, or it would get everything until it had caught up.</summary>
    private void Add(JobNotice notice)
    {
        var rota = new ShardRota(notice, new JobShare(jobs.Count > 0 ? jobs.Min(rota => rota.Share.Served) : 0, time), time);
        rota.Update(notice);
        jobs.Add(rota);
    }

    /// <summary>Shards of the highest priority first; within one, of the jobs in turn, beginning with the one that has had least.</summary>
    private (List<ShardRef> Shards, List<JobAllowance> Allowances) Offer(WorkerStatus worker)
    {
        var (shards, allowances) = (new List<ShardRef>(), new List<JobAllowance>());
        var suitable = jobs.Where(rota => rota.Suits(worker) && Admit(rota, worker, allowances)).GroupBy(rota => rota.Terms.Priority);
        foreach (var level in suitable.OrderByDescending(level => level.Key))
        {
            Interleave([.. level.OrderBy(rota => rota.Share.Served).Select(rota => rota.Open().GetEnumerator())], shards);
        }

        return (shards, allowances);
    }

    /// <summary>Holds a limited job to its limit over all workers.</summary>
    private bool Admit(ShardRota rota, WorkerStatus worker, List<JobAllowance> allowances)
    {
        if (rota.Terms.MaxInFlight is not { } limit)
        {
            return true;
        }

        var items = Math.Min(worker.FreeSlots, limit - loads.InWork(rota.Job.JobId));
        if (items <= 0)
        {
            return false;
        }

        loads.Reserve(worker.Worker, rota.Job.JobId, items);
        allowances.Add(new JobAllowance(rota.Job.JobId, items));
        return true;
    }

    private void Interleave(List<IEnumerator<ShardRef>> sources, List<ShardRef> offer)
    {
        while (sources.Count > 0 && offer.Count < options.Value.OfferSize)
        {
            foreach (var source in sources.ToArray())
            {
                if (offer.Count < options.Value.OfferSize && source.MoveNext())
                {
                    offer.Add(source.Current);
                }
                else
                {
                    sources.Remove(source);
                    source.Dispose();
                }
            }
        }

        sources.ForEach(source => source.Dispose());
    }

    [LoggerMessage(EventIds.SchedulerRebuilt, LogLevel.Information, "Scheduler ready; {Jobs} unfinished jobs found in the store")]
    private partial void LogRebuilt(int jobs);

    [LoggerMessage(EventIds.JobUnreadable, LogLevel.Error, "Job {Job} can't be taken up")]
    private partial void LogJobUnreadable(string job, Exception exception);
}
