using BirD.Contracts.Jobs;
using BirD.Contracts.Shards;
using BirD.Grains.Records;
using BirD.Grains.Retry;
using BirD.Storage;
using Orleans.Runtime;

namespace BirD.Grains.Shards;

/// <summary>Opening, the regular sweep, reports to the job, and closing.</summary>
internal sealed partial class ShardGrain
{
    /// <summary>Ticks between reports while nothing happens: how late a quiet shard learns that its job was paused or cancelled.</summary>
    private const int QuietTicks = 4;

    private IGrainTimer? timer;
    private Task? reporting;
    private long version;
    private bool changed = true;
    private bool registered;
    private int quietTicks;

    private bool AllReported => !journal.HasUnwritten && journal.Unreported.Count == 0 && reopened.Count == 0;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        self = ShardRef.Parse(this.GetPrimaryKeyString());
        try
        {
            await OpenAsync(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The caller sees the exception; the job's watchers would not, and would wait without knowing for what.
            LogUnreadable(self, e);
            var fault = $"Shard {self} can't be opened: {e.Message}";
            await Job.ReportShardAsync(new ShardReport { Shard = self, Term = 0, Version = DateTimeOffset.MaxValue.Ticks, Fault = fault });
            throw;
        }

        LogOpened(self, state.Term, book.Finished, state.Count);
        StartTimer();
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        timer?.Dispose();
        if (reason.ReasonCode == DeactivationReasonCode.ActivationFailed)
        {
            return;
        }

        // A silo that dies takes along its part of the grain directory, and shards entered there start anew, without their leases:
        // unless counted here, the deaths of those who held them never are, and a picture that kills its process does so for ever.
        Sweep();
        if (journal.IsDirty)
        {
            await journal.WriteSoonAsync(int.MaxValue / 2).WaitAsync(cancellationToken);
        }
    }

    private void StartTimer()
    {
        timer?.Dispose();
        timer = this.RegisterGrainTimer(TickAsync, new GrainTimerCreationOptions
        {
            DueTime = options.Value.ReportInterval,
            Period = options.Value.ReportInterval,
            Interleave = true,
            KeepAlive = true,
        });
    }

    private IJobGrain Job => grains.GetGrain<IJobGrain>(self.JobId);

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        var (job, _) = await jobs.ReadAsync(self.JobId, cancellationToken)
            ?? throw new JobNotFoundException($"There is no job '{self.JobId}'.");
        (spec, trace) = (job.Spec.ToSpec(), job.Run.Trace);
        jobState = job.Run.Number == self.Run ? job.State : JobState.Cancelled;
        items = await manifests.ReadShardAsync(self.JobId, self.Run, self.Shard, cancellationToken);
        (state, var tag) = await records.BeginTermAsync(self, items.Count, durable: options.Value.StorePatience == Timeout.InfiniteTimeSpan, cancellationToken);
        book = new ShardBook(state, self.Run, new RetryPolicy(retryOptions.Value), leaseOptions.Value, time);
        journal = new ShardJournal(self, state, tag, records, deadLetters, options.Value, time)
        {
            OnFailed = e => LogWriteFailed(self, e.Message),
            OnGivenUp = e => LogWriteGivenUp(self, e),
        };
        if (state.Term > 1)
        {
            // An earlier activation may have opened failures again and died before the job knew.
            reopened.AddRange(
                from item in Enumerable.Range(0, state.Count)
                where state.StatusOf(item) == ItemStatus.Open
                select new ReopenedItem(item, state.Reopenings));
        }

        if (book.Finished > 0)
        {
            await RecallAsync(cancellationToken);
        }
    }

    /// <summary>
    /// An earlier activation may have died between recording and reporting: everything finished is reported again, and the
    /// job counts each item once.
    /// </summary>
    private async Task RecallAsync(CancellationToken cancellationToken)
    {
        var reasons = await deadLetters.ReadReasonsAsync(self, cancellationToken);
        journal.Unreported.AddRange(
            from item in Enumerable.Range(0, state.Count)
            where state.StatusOf(item) != ItemStatus.Open
            select ToFinished(item, state.StatusOf(item).ToResult(), 0, reasons.GetValueOrDefault(item)));
    }

    private async Task TickAsync(CancellationToken cancellationToken)
    {
        Sweep();
        if (journal.IsDirty)
        {
            try
            {
                await journal.WriteSoonAsync(0);
            }
            catch (ShardFencedException)
            {
                instruments.OnFenced("shard");
                LogFenced(self, state.Term);
                timer?.Dispose();
                DeactivateOnIdle();
                return;
            }
            catch (StoreException)
            {
                // Logged by the journal; the next tick tries again, and the job is told why it waits.
                changed = true;
            }
        }

        if (changed || book.Leases.Count > 0 || !AllReported || ++quietTicks >= QuietTicks)
        {
            quietTicks = 0;
            await ReportAsync();
        }

        if (book.IsComplete && AllReported && !journal.IsDirty)
        {
            timer?.Dispose();
        }
    }

    /// <summary>One report at a time; a caller that comes while one is under way waits for that.</summary>
    private Task ReportAsync()
    {
        return reporting is { IsCompleted: false } ? reporting : reporting = SendAsync();

        async Task SendAsync()
        {
            changed = false;
            var finished = journal.Unreported.ToArray();
            var again = reopened.ToArray();
            var report = new ShardReport
            {
                Shard = self,
                Term = state.Term,
                Version = ++version,
                Finished = finished,
                Active = [.. book.Leases.OrderBy(lease => lease.Epoch)
                    .Select(lease => new ActivePicture(ItemEvents.InputPath(spec, items[lease.Item]), lease.Step, lease.Steps))],
                Steps = book.Steps,
                StepsBefore = book.StepsBefore,
                Fault = journal.Fault,
                Complete = book.IsComplete,
                Reopened = again,
            };
            try
            {
                var before = jobState;
                jobState = await Job.ReportShardAsync(report);
                (registered, changed) = (true, changed || jobState != before);
                journal.Unreported.RemoveRange(0, finished.Length);
                reopened.RemoveRange(0, again.Length);
            }
            catch (Exception e) when (e is TimeoutException or OrleansException or StoreException)
            {
                changed = true;
                LogReportFailed(self, e);
            }
        }
    }
}
