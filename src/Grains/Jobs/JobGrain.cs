using System.Runtime.CompilerServices;
using System.Text.Json;
using BirD.Contracts.Jobs;
using BirD.Contracts.Scheduling;
using BirD.Contracts.Shards;
using BirD.Grains.Configuration;
using BirD.Grains.Records;
using BirD.Restoration.Settings;
using BirD.Storage.Objects;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Runtime;

namespace BirD.Grains.Jobs;

/// <summary>One job: its record, the state of its current run, and the events of that run.</summary>
/// <remarks>
/// Calls point one way: workers call the scheduler and shards, shards call the job, the job calls the scheduler. The job
/// never calls a shard; shards learn the state from the answers to their reports.
/// </remarks>
[GrainType("bird.job"), CollectionAgeLimit(Hours = 2)]
internal sealed partial class JobGrain(
    JobRecordStore records,
    RunRecovery recovery,
    IGrainFactory grains,
    IOptions<JobOptions> options,
    IOptions<BirdSiloOptions> silo,
    [FromKeyedServices(BirdClock.Key)] TimeProvider time,
    ILogger<JobGrain> logger) : Grain, IJobGrain
{
    private readonly ILogger logger = logger;
    private JobRecord? record;
    private ETag? tag;
    private RunLedger? ledger;
    private readonly Dictionary<int, long> unreadable = [];

    private string Id => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (await records.ReadAsync(Id, cancellationToken) is { } found)
        {
            (record, tag) = (found.Record, found.ETag);
            ledger = await RebuildAsync(record, cancellationToken);
            if (record.State == JobState.Draining)
            {
                WatchDrain();
            }
        }
    }

    public async Task<JobProgress> StartRunAsync(JobSpec spec, JobRun run, JobTerms? terms = null)
    {
        Check(spec, run);
        var wanted = JobSpecRecord.From(spec);
        if (record is not null && !record.Spec.Same(wanted))
        {
            throw new JobConflictException(
                $"Job '{Id}' exists with other settings, inputs or output; choose another --job, or leave it out.");
        }

        if (record is null || run.Number > record.Run.Number)
        {
            var state = run is { Items: 0, Open: false } ? JobState.Finished : JobState.Running;
            await SaveAsync(new JobRecord
            {
                Id = Id,
                Spec = wanted,
                Run = JobRunRecord.From(run),
                State = state,
                Terms = terms is null ? record?.Terms : new JobTermsRecord(terms.Priority, terms.MaxInFlight),
            });
            ledger?.Events.Close();
            ledger = NewLedger(run, first: 1);
            LogStarted(Id, run.Number, run.Items, run.Shards);
            await OnStateChangedAsync();
        }
        else if (run.Number == record.Run.Number && record.Run.Open && (run.Shards > record.Run.Shards || !run.Open))
        {
            await GrowAsync(run);
        }

        return await GetProgressAsync();
    }

    public Task<JobProgress> GetProgressAsync() =>
        Task.FromResult(Progress(Current.Record, Current.Ledger) with { Terms = Terms });

    public async Task SetTermsAsync(JobTerms terms)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(terms.MaxInFlight ?? 1);
        if (terms != Terms)
        {
            await SaveAsync(Current.Record with { Terms = new JobTermsRecord(terms.Priority, terms.MaxInFlight) });
            await TellSchedulerAsync();
        }
    }

    public async IAsyncEnumerable<JobEvent> WatchAsync(
        long afterSequence, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var events = Current.Ledger.Events;
        while (true)
        {
            var (closed, changed) = (events.IsClosed, events.Changed);
            foreach (var item in events.After(afterSequence))
            {
                yield return item;
                afterSequence = item.Sequence;
            }

            if (closed)
            {
                yield break;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    public Task PauseAsync() => MoveAsync(JobState.Running, JobState.Paused);

    public Task ResumeAsync() => MoveAsync(JobState.Paused, JobState.Running);

    public Task CancelAsync(CancelMode mode = CancelMode.Abort) => Current.Record.State switch
    {
        JobState.Running when mode == CancelMode.FinishCurrent => MoveAsync(JobState.Running, JobState.Draining),
        (JobState.Running or JobState.Paused or JobState.Draining) and var state => MoveAsync(state, JobState.Cancelled),
        _ => Task.CompletedTask,
    };

    public async Task<JobState> ReportShardAsync(ShardReport report)
    {
        if (record is null || ledger is null || report.Shard.Run != record.Run.Number)
        {
            return JobState.Cancelled;
        }

        ledger.Enter(report, record.State is JobState.Cancelled or JobState.Draining);
        if (Next(record.State, ledger) is { } next && next != record.State)
        {
            if (next == JobState.Running)
            {
                ledger.Events.Reopen();
            }

            await SaveAsync(record with { State = next, Run = WithEnd(record.Run, next) });
            await OnStateChangedAsync(report);
        }
        else if (report.Reopened.Count > 0)
        {
            await TellSchedulerAsync(report);
        }

        CloseIfDrained();
        if (IsLost(report))
        {
            LogUnreadable(Id, record.Run.Number, report.Fault!);
            await MoveAsync(record.State, JobState.Cancelled);
        }

        return record.State;
    }

    private (JobRecord Record, RunLedger Ledger) Current =>
        record is { } r && ledger is { } l ? (r, l) : throw new JobNotFoundException($"There is no job '{Id}'.");

    private JobTerms Terms => Current.Record.ToTerms();

    /// <summary>What is known of a run at its end, and of no other.</summary>
    private JobRunRecord WithEnd(JobRunRecord run, JobState state)
    {
        if (state != JobState.Finished)
        {
            return run with { Steps = null, Counts = null };
        }

        var end = Current.Ledger.ToProgress(Id, state);
        return run with { Steps = end.Steps, Counts = new RunCountsRecord(end.Restored, end.Unchanged, end.Skipped, end.Failed) };
    }

    /// <summary>An end's steps are those that were written down with it, also where shard records hold none yet.</summary>
    private JobProgress Progress(JobRecord now, RunLedger book)
    {
        var progress = book.ToProgress(Id, now.State);
        return now.Run.Steps is { } steps ? progress with { Steps = steps } : progress;
    }

    /// <summary>What a report leads to: an end, or, when failures are tried again, going on after it.</summary>
    private static JobState? Next(JobState now, RunLedger book) => now switch
    {
        JobState.Running or JobState.Paused or JobState.Draining when book.IsComplete => JobState.Finished,
        JobState.Draining when book.IsDrained => JobState.Cancelled,
        JobState.Finished when !book.IsComplete => JobState.Running,
        _ => null,
    };

    /// <summary>
    /// True for a shard that could not be opened for longer than a run waits for its store, say because somebody removed the
    /// state. In a cluster that is for ever; a local run must come to an end.
    /// </summary>
    private bool IsLost(ShardReport report)
    {
        if (report.Term > 0 || report.Fault is null)
        {
            unreadable.Remove(report.Shard.Shard);
            return false;
        }

        unreadable.TryAdd(report.Shard.Shard, time.GetTimestamp());
        return options.Value.StorePatience != Timeout.InfiniteTimeSpan
            && record!.State is JobState.Running or JobState.Paused or JobState.Draining
            && time.GetElapsedTime(unreadable[report.Shard.Shard]) >= options.Value.StorePatience;
    }

    private async Task GrowAsync(JobRun run)
    {
        var (now, book) = Current;
        book.Grow(run);
        var state = Next(now.State, book) ?? now.State;
        await SaveAsync(now with { Run = WithEnd(JobRunRecord.From(run), state), State = state });
        await OnStateChangedAsync();
    }

    private async Task MoveAsync(JobState from, JobState to)
    {
        if (Current.Record.State != from)
        {
            return;
        }

        await SaveAsync(Current.Record with { State = to });
        await OnStateChangedAsync();
        if (to == JobState.Draining)
        {
            WatchDrain();
        }

        if (to == JobState.Cancelled)
        {
            // A shard that died with its silo says nothing any more; its leases run out by themselves.
            var events = Current.Ledger.Events;
            this.RegisterGrainTimer(_ => CloseAsync(events), new GrainTimerCreationOptions(options.Value.DrainPatience, Timeout.InfiniteTimeSpan));
        }
    }

    /// <summary>Shards whose silo died say nothing any more: when nobody reports a picture in work, there is none to wait for.</summary>
    private void WatchDrain() => this.RegisterGrainTimer(
        _ => Current is { Record.State: JobState.Draining, Ledger.HasActive: false } ? MoveAsync(JobState.Draining, JobState.Cancelled) : Task.CompletedTask,
        new GrainTimerCreationOptions(options.Value.DrainPatience, options.Value.DrainPatience));

    private static Task CloseAsync(EventLog events)
    {
        events.Close();
        return Task.CompletedTask;
    }

    private Task OnStateChangedAsync(ShardReport? report = null)
    {
        var (now, _) = Current;
        LogChanged(Id, now.Run.Number, now.State);
        CloseIfDrained();
        return TellSchedulerAsync(report);
    }

    private async Task TellSchedulerAsync(ShardReport? report = null)
    {
        var (now, _) = Current;
        var notice = now.ToNotice();
        if (report is { Reopened.Count: > 0 })
        {
            notice = notice with { Reopened = report.Shard.Shard, ReopenedAsOf = new ShardMoment(report.Term, report.Version) };
        }

        try
        {
            await grains.GetGrain<ISchedulerGrain>(silo.Value.Pool).JobChangedAsync(notice);
        }
        catch (Exception e) when (e is TimeoutException or OrleansException)
        {
            // The record is written, which is what counts: a scheduler that wasn't reached rebuilds itself from records.
            LogSchedulerUnreachable(Id, now.State, e);
        }
    }

    /// <summary>A cancelled run has ended when its last picture was given back, a finished one at once.</summary>
    private void CloseIfDrained()
    {
        var (now, book) = Current;
        if (!book.Events.IsClosed && (now.State == JobState.Finished || (now.State == JobState.Cancelled && book.IsDrained)))
        {
            book.Events.Close();
        }
    }

    private static void Check(JobSpec spec, JobRun run)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(run.Number);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(run.Number, Contracts.Leases.LeaseEpoch.MaxRun);
        try
        {
            SettingsCodec.FromJson(spec.SettingsJson);
        }
        catch (JsonException e)
        {
            throw new ArgumentException($"The job's settings can't be read: {e.Message}", nameof(spec), e);
        }
    }

    private RunLedger NewLedger(JobRun run, long first) => new(run, new EventLog(first, options.Value.EventsKept));
}
