using BirD.Contracts.Jobs;
using BirD.Contracts.Scheduling;
using BirD.Contracts.Shards;
using BirD.Grains.Diagnostics;
using BirD.Grains.Hosting;
using BirD.Grains.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BirD.Grains.Scheduling;

/// <summary>Knows which jobs run and which of their shards may have work; everything here can be lost and is found again.</summary>
[GrainType("bird.scheduler"), CollectionAgeLimit(Hours = 2)]
internal sealed partial class SchedulerGrain(
    JobRecordStore records,
    JobCatalog catalog,
    IOptions<SchedulerOptions> options,
    [FromKeyedServices(BirdClock.Key)] TimeProvider time,
    ILogger<SchedulerGrain> logger) : Grain, ISchedulerGrain
{
    private readonly ILogger logger = logger;
    private readonly List<ShardRota> jobs = [];
    private int turn;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.ReviveUnfinishedJobs)
        {
            return;
        }

        await foreach (var id in catalog.ListJobsAsync(cancellationToken))
        {
            try
            {
                if (await records.ReadAsync(id, cancellationToken) is { Record: { State: JobState.Running } job })
                {
                    jobs.Add(new ShardRota(new JobNotice(id, new JobRun(job.Run.Number, job.Run.Shards, job.Run.Items), job.State), time));
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

        return Task.FromResult(new WorkOffer(Offer(), options.Value.IdlePoll));
    }

    public Task JobChangedAsync(JobNotice notice)
    {
        var known = jobs.FindIndex(rota => rota.Job.JobId == notice.JobId);
        var runs = notice.State == JobState.Running;
        if (known >= 0 && runs && jobs[known].Job.Run == notice.Run)
        {
            return Task.CompletedTask;
        }

        if (known >= 0)
        {
            jobs.RemoveAt(known);
        }

        if (runs)
        {
            jobs.Add(new ShardRota(notice, time));
        }

        return Task.CompletedTask;
    }

    /// <summary>Takes shards from the jobs in turn, so that no job waits for another's end; each poll starts with the next job.</summary>
    private List<ShardRef> Offer()
    {
        var offer = new List<ShardRef>();
        var sources = new List<IEnumerator<ShardRef>>();
        turn++;
        for (var i = 0; i < jobs.Count; i++)
        {
            sources.Add(jobs[(i + turn) % jobs.Count].Open().GetEnumerator());
        }

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
        return offer;
    }

    [LoggerMessage(EventIds.SchedulerRebuilt, LogLevel.Information, "Scheduler ready; {Jobs} unfinished jobs found in the store")]
    private partial void LogRebuilt(int jobs);

    [LoggerMessage(EventIds.JobUnreadable, LogLevel.Error, "Job {Job} can't be taken up")]
    private partial void LogJobUnreadable(string job, Exception exception);
}
