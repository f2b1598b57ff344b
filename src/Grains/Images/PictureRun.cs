using System.Diagnostics;
using System.Globalization;
using BirD.Contracts.Images;
using BirD.Contracts.Jobs;
using BirD.Contracts.Leases;
using BirD.Contracts.Retry;
using BirD.Grains.Diagnostics;
using BirD.Grains.Looks;
using BirD.Grains.Records;
using BirD.Grains.Results;
using BirD.Grains.Retry;
using BirD.Restoration.Engine;
using BirD.Restoration.Pipeline;
using BirD.Restoration.Priors;
using BirD.Restoration.Sampling;
using BirD.Restoration.Settings;
using BirD.Storage;
using BirD.Storage.Results;
using Microsoft.Extensions.Logging;

namespace BirD.Grains.Images;

/// <summary>Work on one picture under one lease, from its original to its result. Runs off the grain's scheduler.</summary>
internal sealed partial class PictureRun(ItemLease lease, JobSpec spec, PictureServices services)
{
    private readonly ILogger logger = services.Logger;
    private readonly StorePatience patience = new(lease, services);
    private long waitedTicks;
    private Standing standing = new(null, 0, 0, 0);

    /// <summary>How far it is; may be read at any time.</summary>
    public ImageStatus Status => Volatile.Read(ref standing).Status with { Waited = new TimeSpan(Volatile.Read(ref waitedTicks)) };

    /// <summary>What it has learned so far; null while there is nothing to see. May be taken at any time.</summary>
    public ItemLook? Look() => Volatile.Read(ref standing) is { Session: { } session, Before: var before } ? LookTaker.Take(session, before) : null;

    /// <summary>Never throws: whatever goes wrong is an outcome. Null when it was stopped.</summary>
    public async Task<ItemOutcome?> ExecuteAsync(CancellationToken stop)
    {
        using var span = Spans.PartOf(lease.Trace, "restore");
        try
        {
            return await RestoreAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
        catch (StoreUnavailableException) when (stop.IsCancellationRequested)
        {
            // Not this attempt's failure: whoever takes it up next waits for the store in its turn.
            return null;
        }
        catch (EngineException e) when (services.Engine.Status.IsLost)
        {
            // Nor this one's: the worker sees it too, and gives back what it holds.
            LogGivenBack(lease.JobId, lease.Key, e.Message);
            return null;
        }
#pragma warning disable CA1031 // One picture's failure, whatever it is, must not touch the others or the silo.
        catch (Exception e)
#pragma warning restore CA1031
        {
            var (failure, message) = FailureClassifier.Classify(e);
            span?.SetTag("error.type", failure.ToString()).SetStatus(ActivityStatusCode.Error);
            LogFailed(lease.JobId, lease.Key, failure, e);
            return Outcome(ItemResult.Failed, message) with { Failure = failure };
        }
    }

    private async Task<ItemOutcome?> RestoreAsync(CancellationToken stop)
    {
        var started = services.Time.GetTimestamp();
        if (await patience.WaitOutAsync(() => services.Terms.FaultAsync(lease, spec, stop), stop) is { } fault)
        {
            LogRefused(lease.JobId, lease.Key, fault);
            throw new ForeignOrderException(fault);
        }

        LogBegun(lease.JobId, lease.Key, lease.Attempt);
        var settings = services.SettingsOf(spec);
        var files = await Spans.PartAsync("read", () => patience.WaitOutAsync(() => PictureFiles.ReadAsync(lease, spec, services, stop), stop));

        var results = services.Results.Open(spec.Output);
        var stamp = await patience.WaitOutAsync(() => results.FindAsync(lease.Output, stop), stop);
        var decision = await patience.WaitOutAsync(() => DecisionAsync(files, stop), stop);
        if (stamp is not null && await patience.WaitOutAsync(() => IsDoneAsync(results, stamp, files, decision, stop), stop))
        {
            LogSkipped(lease.JobId, lease.Key);
            return stamp.IsDamaged ? Damaged(stamp.Reason) : Outcome(ItemResult.Skipped, null);
        }

        if (stamp is not null && stamp.Epoch > lease.Epoch)
        {
            throw new ResultSupersededException(Superseded);
        }

        var vault = new PictureCheckpoints(lease, files.ContentSha256, spec.SettingsHash, services);
        if (await MakeAsync(vault, files, settings, decision, stop) is not { } finished)
        {
            return null;
        }

        var sidecar = SidecarWriter.Create(
            finished, files.Original, lease, spec.SettingsHash, services.Time.GetElapsedTime(started), services.Time.GetUtcNow(), files.Companions)
            with { Decision = decision?.Stamp };
        var encoded = SidecarWriter.Encode(sidecar);
        if (!await Spans.PartAsync("write", () => patience.WaitOutAsync(
            () => results.PutAsync(lease.Output, finished.Output, new ResultMaps(finished.Uncertainty, finished.Found), encoded, CancellationToken.None), stop)))
        {
            return await patience.WaitOutAsync(() => FencedAsync(results, files, decision), stop);
        }

        await vault.DeleteAsync();
        if (finished.Outcome == ResultStamp.Damaged)
        {
            return Damaged(finished.Report.Reason);
        }

        return Outcome(finished.Outcome == "unchanged" ? ItemResult.Unchanged : ItemResult.Restored, finished.Report.Reason);
    }

    /// <summary>What somebody decided about this very original; null when nobody did.</summary>
    private async Task<DecisionRecord?> DecisionAsync(PictureFiles files, CancellationToken stop)
    {
        var decision = await services.Decisions.FindAsync(lease.JobId, lease.Output, stop);
        return decision?.Holds(files.Original.Sha256) == true ? decision : null;
    }

    /// <summary>The result: restored, or the original where somebody decided that; null when it was stopped.</summary>
    private async Task<FinishedPicture?> MakeAsync(
        PictureCheckpoints vault, PictureFiles files, RestoreSettings settings, DecisionRecord? decision, CancellationToken stop)
    {
        if (decision?.Stamp is not null)
        {
            LogKept(lease.JobId, lease.Key, decision.By);
            var reason = string.Create(CultureInfo.InvariantCulture, $"kept by decision of {decision.By} at {decision.At:yyyy-MM-dd HH:mm:ss} UTC");
            return await services.Restorer.KeepAsync(files.Input, settings, reason, stop);
        }

        using var work = await SampleAllAsync(vault, files, settings, stop);

        // From here on it's a matter of moments, so a stop no longer interrupts it.
        return work is null ? null : await Spans.PartAsync("encode", () => services.Restorer.FinishAsync(work, CancellationToken.None).AsTask());
    }

    /// <summary>Samples page after page; the last one's work, or null when it was stopped.</summary>
    private async Task<PictureWork?> SampleAllAsync(PictureCheckpoints vault, PictureFiles files, RestoreSettings settings, CancellationToken stop)
    {
        var work = await Spans.PartAsync("decode", () => patience.WaitOutAsync(() => vault.OpenAsync(files.Input, settings, stop), stop));
        try
        {
            while (true)
            {
                Volatile.Write(ref standing, standing.On(work));
                if (!await SampleAsync(work, vault, stop))
                {
                    work.Dispose();
                    return null;
                }

                if (await Spans.PartAsync("decode", () => services.Restorer.NextPageAsync(work, stop).AsTask()) is not { } next)
                {
                    return work;
                }

                work = next;
            }
        }
        catch
        {
            work.Dispose();
            throw;
        }
    }

    /// <summary>Runs segment after segment, with a checkpoint between them; false when it was stopped.</summary>
    private async Task<bool> SampleAsync(PictureWork work, PictureCheckpoints vault, CancellationToken stop)
    {
        while (work.Session is { IsComplete: false } running)
        {
            var segment = await RunSegmentAsync(running, vault.NextSegment, stop);
            if (running.IsComplete)
            {
                break;
            }

            if (segment.StepsRun > 0 && !await vault.SaveAsync(work, segment))
            {
                throw new ResultSupersededException(Superseded);
            }

            if (stop.IsCancellationRequested)
            {
                return false;
            }
        }

        return true;
    }

    private async Task<SegmentResult> RunSegmentAsync(SamplerSession running, SegmentLimit limit, CancellationToken stop)
    {
        using var span = Spans.Part("segment")?.SetTag("bird.step.first", running.StepIndex).SetTag("bird.device", services.Engine.Status.Device);
        var handedOver = services.Time.GetTimestamp();
        var segment = await services.Engine.RunAsync(running, limit, stop);
        Interlocked.Add(ref waitedTicks, Math.Max(0, (services.Time.GetElapsedTime(handedOver) - segment.Busy).Ticks));
        span?.SetTag("bird.steps", segment.StepsRun).SetTag("bird.busy.seconds", segment.Busy.TotalSeconds).SetTag("bird.end", segment.End.ToString());
        services.Instruments.OnSteps(segment.StepsRun);
        return segment;
    }

    /// <summary>Somebody with a higher epoch put a result meanwhile. If it is what we made, all is well.</summary>
    private async Task<ItemOutcome> FencedAsync(IResultStore results, PictureFiles files, DecisionRecord? decision)
    {
        services.Instruments.OnFenced("result");
        LogResultFenced(lease.JobId, lease.Key, lease.Epoch);
        return await results.FindAsync(lease.Output) is { } stamp && await IsDoneAsync(results, stamp, files, decision, CancellationToken.None)
            ? Outcome(ItemResult.Skipped, null)
            : throw new ResultSupersededException(Superseded);
    }

    /// <summary>
    /// A result that came of a decision stands like any other, until a later decision says otherwise: also where the job's records
    /// were lost, and only results with their sidecars are left.
    /// </summary>
    private async Task<bool> IsDoneAsync(IResultStore results, ResultStamp stamp, PictureFiles files, DecisionRecord? decision, CancellationToken stop) =>
        (!lease.Anew || LeaseEpoch.RunOf(stamp.Epoch) == lease.Run)
        && stamp.InputSha256 == files.Original.Sha256
        && stamp.CompanionsSha256 == files.CompanionsSha256
        && stamp.SettingsHash == spec.SettingsHash
        && (decision is null || stamp.Decision == decision.Stamp)
        && await results.IsWholeAsync(lease.Output, stamp, stop);

    private string Superseded =>
        $"A later run has already written '{lease.Output}' or is at work on it; to have it made anew, remove it together with its '.bird.json' and run again.";

    /// <summary>What can be shown lies in the output, and yet it is no success: half a picture must not pass for a whole one.</summary>
    private ItemOutcome Damaged(string? reason) =>
        Outcome(ItemResult.Failed, $"{JobEvent.DamagedWord}: {reason}") with { Failure = FailureClass.Damaged };

    private ItemOutcome Outcome(ItemResult result, string? message) => new()
    {
        Item = lease.Item,
        Epoch = lease.Epoch,
        Result = result,
        Message = message,
        StepsRun = Status.StepsRun,
    };

    /// <summary>Where the work stands: the page in work, and what was done before it.</summary>
    /// <param name="Session">Of the page in work; null before the first one and for pages that are left alone.</param>
    /// <param name="Before">Steps of earlier pages, whoever took them.</param>
    /// <param name="First">Step at which this lease took the page up.</param>
    /// <param name="RunBefore">Steps that this lease took on earlier pages.</param>
    private sealed record Standing(SamplerSession? Session, int Before, int First, long RunBefore)
    {
        public ImageStatus Status => Session is null
            ? new ImageStatus(Before, Before, RunBefore)
            : new ImageStatus(Before + Session.StepIndex, Before + Session.StepCount, RunBefore + Session.StepIndex - First);

        public Standing On(PictureWork next) => new(next.Session, next.StepsBefore, next.Session?.StepIndex ?? 0, Status.StepsRun);
    }
}
