using BirD.Contracts.Jobs;
using BirD.Contracts.Listing;
using BirD.Grains.Configuration;
using BirD.Grains.Diagnostics;
using BirD.Grains.Records;
using BirD.Storage;
using BirD.Storage.Inputs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace BirD.Grains.Listing;

/// <summary>Lists one job's input; wherever it is interrupted, the next activation goes on behind the last shard written.</summary>
[GrainType("bird.listing"), CollectionAgeLimit(Minutes = 30)]
internal sealed partial class ListingGrain(
    SubmissionStore submissions,
    InputListing listing,
    IGrainFactory grains,
    [FromKeyedServices(BirdClock.Key)] TimeProvider time,
    ILogger<ListingGrain> logger) : Grain, IListingGrain, IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly ILogger logger = logger;
    private readonly CancellationTokenSource leaving = new();
    private Task? work;
    private long items;
    private string? fault;
    private bool again;

    private string Id => this.GetPrimaryKeyString();

    public Task WakeAsync()
    {
        // One that comes while an earlier submission is just being put away must not get lost.
        again = true;
        if (work is null or { IsCompleted: true })
        {
            work = RunAsync(leaving.Token);
        }

        return Task.CompletedTask;
    }

    public Task<ListingStatus> GetStatusAsync() => Task.FromResult(new ListingStatus(items, fault));

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await leaving.CancelAsync();
        if (work is { } unfinished)
        {
            await unfinished.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    public void Dispose() => leaving.Dispose();

    /// <summary>Goes on until the listing has an end; a store that can't be reached only makes it wait.</summary>
    private async Task RunAsync(CancellationToken stop)
    {
        // The caller's turn ends here: it only wanted to see this started.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding | ConfigureAwaitOptions.ContinueOnCapturedContext);
        var pause = FirstPause;
        while (!stop.IsCancellationRequested)
        {
            DelayDeactivation(TimeSpan.FromMinutes(30));
            try
            {
                again = false;
                await ListAsync(stop);
                fault = null;
                if (!again)
                {
                    return;
                }

                pause = FirstPause;
                continue;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever it was, the submission stands: say what is wrong and try again.
            catch (Exception e)
#pragma warning restore CA1031
            {
                fault = e.Message;
                LogDelayed(Id, pause, e);
            }

            await Task.Delay(pause, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <summary>Starts the run over what is listed so far, or lets it take over what was added.</summary>
    private async Task StartAsync(SubmissionRecord submission, JobRun run)
    {
        items = run.Items;
        await grains.GetGrain<IJobGrain>(Id).StartRunAsync(
            submission.Spec.ToSpec(), run with { Trace = submission.Trace }, new JobTerms(submission.Priority, submission.MaxInFlight));
    }

    private async Task ListAsync(CancellationToken stop)
    {
        if (await submissions.ReadAsync(Id, stop) is not ({ State: SubmissionState.Listing } submission, _))
        {
            return;
        }

        // Putting away an earlier submission may have taken this one's marker with it.
        await submissions.MarkAsync(Id, stop);
        var (state, why) = (SubmissionState.Started, (string?)null);
        try
        {
            var run = await listing.WriteAsync(submission, open => StartAsync(submission, open), stop);
            if (run is null)
            {
                LogGivenUp(Id, submission.Run);
                await FollowCancellationAsync(submission.Run, stop);
                return;
            }

            await StartAsync(submission, run);
            LogListed(Id, run.Number, run.Items, run.Shards);
        }
        catch (Exception e) when (e is InputMissingException or JobConflictException or NoPicturesException)
        {
            (state, why) = (SubmissionState.Failed, e.Message);
            LogFailed(Id, submission.Run, e.Message);
        }

        if (!await submissions.EndListingAsync(Id, submission.Run, state, why, stop))
        {
            await FollowCancellationAsync(submission.Run, stop);
        }

        await submissions.RemoveMarkerAsync(Id, stop);
    }

    /// <summary>Whoever cancelled between two shards may have found no run yet; the one begun since must not go on.</summary>
    private async Task FollowCancellationAsync(int run, CancellationToken stop)
    {
        var cancelled = await submissions.ReadAsync(Id, stop) is ({ State: SubmissionState.Cancelled } now, _) && now.Run == run;
        if (cancelled && items > 0)
        {
            var job = grains.GetGrain<IJobGrain>(Id);
            var progress = await job.GetProgressAsync();
            if (progress.Run == run && progress.State is (JobState.Running or JobState.Paused))
            {
                await job.CancelAsync();
            }
        }
    }

    [LoggerMessage(EventIds.InputListed, LogLevel.Information, "Job {Job}: run {Run} listed, {Items} pictures in {Shards} shards")]
    private partial void LogListed(string job, int run, long items, int shards);

    [LoggerMessage(EventIds.ListingFailed, LogLevel.Warning, "Job {Job}: run {Run} can't be listed: {Reason}")]
    private partial void LogFailed(string job, int run, string reason);

    [LoggerMessage(EventIds.ListingDelayed, LogLevel.Warning, "Job {Job}: its listing will be tried again in {Pause}")]
    private partial void LogDelayed(string job, TimeSpan pause, Exception exception);

    [LoggerMessage(EventIds.ListingGivenUp, LogLevel.Information, "Job {Job}: the listing of run {Run} ends, it was cancelled or superseded")]
    private partial void LogGivenUp(string job, int run);
}
