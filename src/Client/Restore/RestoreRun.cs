using System.Diagnostics;
using BirD.Client.Embedded;
using BirD.Client.Inputs;
using BirD.Client.Output;
using BirD.Client.Progress;
using BirD.Client.Provenance;
using BirD.Client.Restore.Wakefulness;
using BirD.Client.Runs;
using BirD.Client.Xmp;
using BirD.Contracts.Jobs;
using BirD.Restoration.Priors;
using BirD.Restoration.Settings;
using BirD.Storage;
using BirD.Storage.Files;
using BirD.Storage.Local;
using BirD.Storage.Results.Local;

namespace BirD.Client.Restore;

/// <summary>One invocation of <c>bird restore</c> from listing to exit code.</summary>
internal static class RestoreRun
{
    public static async Task<int> ExecuteAsync(RestoreRequest request, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(request.Output))
        {
            throw new UsageException("The output is empty. Name a folder for the results.");
        }

        if (File.Exists(request.Output))
        {
            throw new UsageException($"The output {request.Output} is a file. Name a folder for the results.");
        }

        var listing = MaskFinder.Attach(
            BracketFinder.Attach(Listing.Create(InputWalker.List(request.Paths, request.Output, request.Filter)), request.Settings),
            request.Mask, request.Settings);
        listing = SequenceFinder.Attach(listing, request.Sequence, request.Settings);
        var originals = OutputCheck.Require(request.Output, request.Force, listing);
        if (request.DryRun)
        {
            return await DryRun.ExecuteAsync(request, listing, cancellationToken);
        }

        DiskSpace.Require(request, listing, DiskSpace.Free);
        using var runLock = LocalRunLock.Acquire(request.State, TimeProvider.System);
        new FileResultStore(request.Output).Sweep(listing.Items.Select(item => item.Output));
        var summary = new RunSummary();
        if (request.Force)
        {
            EarlierResults.Forget(request.Output, listing);
        }
        else if (request.Update)
        {
            var upToDate = EarlierResults.UpToDate(request, listing, SettingsCodec.Hash(request.Settings, PriorFile.Hash(request.PriorFile)));
            listing = listing.Without(upToDate);
            summary.PassOver(upToDate.Count);
        }

        using var awake = SleepGuard.Hold();
        await using var client = await EmbeddedBirdClient.StartAsync(request, new Replacing(request.Force, originals));
        using var signals = new StopSignals();
        try
        {
            var run = await client.StartRunAsync(listing, Spec(request, listing, client.PriorSha256), request.JobId, request.Force, signals.Token);
            return await FollowAsync(request, listing, originals, client, run, summary, signals);
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            // Stopped before the first picture began: there is nothing to save.
            return ExitCodes.Interrupted;
        }
    }

    public static JobSpec Spec(RestoreRequest request, Listing listing, string priorSha256) => new()
    {
        SettingsJson = SettingsCodec.ToJson(request.Settings),
        SettingsHash = SettingsCodec.Hash(request.Settings, priorSha256),
        Roots = listing.Roots,
        Output = Path.GetFullPath(request.Output),
    };

    private static async Task<int> FollowAsync(
        RestoreRequest request, Listing listing, OriginalSet originals, EmbeddedBirdClient client, StartedRun run, RunSummary summary, StopSignals signals)
    {
        var clock = Stopwatch.StartNew();
        using var reporter = RunReporters.For(request, listing);
        var pages = client.PagesOf(run);
        if (pages is not null)
        {
            await Console.Error.WriteLineAsync($"Watch: {pages}");
        }

        var finished = await EndAsync(client, run, summary, signals, reporter);
        if (pages is not null && finished)
        {
            summary = await client.SumUpAsync(run, summary.PassedOver);
            await WriteAsync(request, listing, originals, summary);
            reporter.OnFinished(summary, clock.Elapsed, complete: true);
            await Console.Error.WriteLineAsync($"The pages stay until Ctrl-C: {pages}");
            await signals.WaitAsync();
            summary = await client.SumUpAsync(run, summary.PassedOver);
        }

        await client.DisposeAsync();
        var written = await WriteAsync(request, listing, originals, summary);
        if (pages is null || !finished)
        {
            reporter.OnFinished(summary, clock.Elapsed, finished);
        }

        return !finished ? ExitCodes.Interrupted : summary.Failed + listing.Unreadable.Count > 0 || !written ? ExitCodes.SomeFailed : ExitCodes.Done;
    }

    /// <summary>Shows the run to its end; false when it was interrupted.</summary>
    private static async Task<bool> EndAsync(EmbeddedBirdClient client, StartedRun run, RunSummary summary, StopSignals signals, IRunReporter reporter)
    {
        try
        {
            await reporter.RunAsync(() => client.GetProgressAsync(run), async () =>
            {
                await foreach (var item in client.WatchAsync(run, signals.Token))
                {
                    summary.Add(item);
                    reporter.OnItem(item);
                }
            });
            return true;
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            reporter.OnInterrupted();
            return false;
        }
        catch (RunEndedException e) when (e.WasCancelled)
        {
            return false;
        }
    }

    /// <summary>What belongs beside the results; false, with the reason said, when not all of it could be written.</summary>
    private static async Task<bool> WriteAsync(RestoreRequest request, Listing listing, OriginalSet originals, RunSummary summary)
    {
        var output = Path.GetFullPath(request.Output);
        var problems = XmpFiles.Carry(output, listing, originals).ToList();
        try
        {
            ProvenancePackage.Write(output, listing, summary.Failures, TimeProvider.System);
        }
        catch (StoreException e)
        {
            problems.Add(e.Message);
        }

        foreach (var problem in problems)
        {
            await Console.Error.WriteLineAsync(PlainText.Of(problem));
        }

        return problems.Count == 0;
    }
}
