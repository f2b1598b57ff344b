using System.Diagnostics;
using BirD.Contracts.Leases;
using BirD.Grains.Checkpointing;
using BirD.Grains.Diagnostics;
using BirD.Restoration.Checkpointing;
using BirD.Restoration.Engine;
using BirD.Restoration.Pipeline;
using BirD.Restoration.Planning;
using BirD.Restoration.Settings;
using BirD.Storage;
using BirD.Storage.Checkpoints;
using Microsoft.Extensions.Logging;

namespace BirD.Grains.Images;

/// <summary>The checkpoints of one picture: reading, writing, their cadence, and what happens when they fail.</summary>
internal sealed partial class PictureCheckpoints(ItemLease lease, string inputSha256, string settingsHash, PictureServices services)
{
    private readonly ILogger logger = services.Logger;
    private readonly string contentKey = ContentKey.Of(inputSha256, settingsHash);
    private readonly CheckpointCadence cadence = new(services.CheckpointOptions);
    private bool written;

    /// <summary>How far the engine may go before the next checkpoint.</summary>
    public SegmentLimit NextSegment => new(int.MaxValue, cadence.Next);

    /// <summary>Opens the picture where its newest usable checkpoint left off, or afresh.</summary>
    public async Task<PictureWork> OpenAsync(PictureInput input, RestoreSettings settings, CancellationToken stop)
    {
        var lookup = await services.Checkpoints.LoadAsync(lease.JobId, contentKey, stop);
        foreach (var name in lookup.Damaged)
        {
            services.Instruments.OnCheckpointRejected();
            LogDamaged(lease.JobId, lease.Key, name);
        }

        written = lookup.Checkpoint is not null || lookup.Damaged.Count > 0;
        if (lookup.Checkpoint is { } found)
        {
            try
            {
                var work = await services.Restorer.OpenAsync(input, settings, found.Content, stop);
                LogResumed(lease.JobId, lease.Key, work.Session?.StepIndex ?? 0);
                return work;
            }
            catch (CheckpointException e)
            {
                services.Instruments.OnCheckpointRejected();
                LogRejected(lease.JobId, lease.Key, e);
            }
        }

        return await services.Restorer.OpenAsync(input, settings, null, stop);
    }

    /// <summary>
    /// Saves the state at a step boundary; false when a newer lease has. A store that can't be written costs the checkpoint,
    /// not the picture: work goes on and the next one is tried.
    /// </summary>
    public async Task<bool> SaveAsync(PictureWork work, SegmentResult segment)
    {
        using var span = Spans.Part("checkpoint");
        var started = services.Time.GetTimestamp();
        var step = work.StepsBefore + work.Session!.StepIndex;
        try
        {
            var content = await services.Restorer.CheckpointAsync(work, CancellationToken.None);
            if (!await services.Checkpoints.SaveAsync(lease.JobId, contentKey, lease.Epoch, step, content, CancellationToken.None))
            {
                services.Instruments.OnFenced("checkpoint");
                services.Instruments.OnWorkLost(segment.Busy);
                LogFenced(lease.JobId, lease.Key, lease.Epoch);
                return false;
            }

            written = true;
            var cost = services.Time.GetElapsedTime(started);
            cadence.OnWritten(cost);
            services.Instruments.OnCheckpointWritten(cost, content.Length);
            span?.SetTag("bird.step", step).SetTag("bird.bytes", content.Length);
            LogWritten(lease.JobId, lease.Key, step, content.Length, cost);
        }
        catch (StoreException e)
        {
            span?.SetStatus(ActivityStatusCode.Error);
            cadence.OnWritten(services.Time.GetElapsedTime(started));
            LogWriteFailed(lease.JobId, lease.Key, e);
        }

        return true;
    }

    /// <summary>Clears up after the result is in place. What can't be removed now is only space.</summary>
    public async Task DeleteAsync()
    {
        if (!written)
        {
            return;
        }

        try
        {
            await services.Checkpoints.DeleteAllAsync(lease.JobId, contentKey);
        }
        catch (StoreException e)
        {
            LogCleanupFailed(lease.JobId, lease.Key, e);
        }
    }

    [LoggerMessage(EventIds.PictureResumed, LogLevel.Information, "Job {Job}: {Key} goes on from step {Step}")]
    private partial void LogResumed(string job, string key, int step);

    [LoggerMessage(EventIds.CheckpointRejected, LogLevel.Warning, "Job {Job}: the checkpoint of {Key} can't be used, the picture starts over")]
    private partial void LogRejected(string job, string key, Exception exception);

    [LoggerMessage(EventIds.CheckpointDamaged, LogLevel.Warning, "Job {Job}: {Key}: checkpoint {Name} is missing or damaged")]
    private partial void LogDamaged(string job, string key, string name);

    [LoggerMessage(EventIds.CheckpointFenced, LogLevel.Warning, "Job {Job}: {Key}: checkpoint of epoch {Epoch:x} refused, a newer lease is at work")]
    private partial void LogFenced(string job, string key, long epoch);

    [LoggerMessage(EventIds.CheckpointWritten, LogLevel.Debug, "Job {Job}: {Key}: checkpoint at step {Step}, {Bytes} bytes in {Cost}")]
    private partial void LogWritten(string job, string key, int step, int bytes, TimeSpan cost);

    [LoggerMessage(EventIds.CheckpointFailed, LogLevel.Warning, "Job {Job}: {Key}: the checkpoint couldn't be stored")]
    private partial void LogWriteFailed(string job, string key, Exception exception);

    [LoggerMessage(EventIds.CheckpointCleanupFailed, LogLevel.Warning, "Job {Job}: {Key}: its checkpoints couldn't be removed")]
    private partial void LogCleanupFailed(string job, string key, Exception exception);
}
