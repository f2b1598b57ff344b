using System.Net.Sockets;
using System.Runtime.CompilerServices;
using BirD.Client.Inputs;
using BirD.Client.Output;
using BirD.Client.Runs;
using BirD.Contracts.Jobs;
using BirD.Grains.Application.Queries;
using BirD.Grains.Hosting;
using BirD.Grains.Records;
using BirD.Grains.Workers;
using BirD.Restoration.Engine;
using BirD.Restoration.Hosting;
using BirD.Restoration.Imaging;
using BirD.Restoration.Imaging.Isolation;
using BirD.Restoration.Priors;
using BirD.Silo.Web;
using BirD.Storage.Hosting;
using BirD.Storage.Manifests;
using BirD.Storage.Objects;
using BirD.Storage.Results.Local;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Orleans.Runtime;

namespace BirD.Client.Embedded;

/// <summary>A whole BirD in this process: one silo of every role, state in the output folder, no network.</summary>
internal sealed class EmbeddedBirdClient : IBirdClient
{
    /// <summary>
    /// A full disk must end one person's run with failures and an exit code, not leave it waiting: the next run lists anew
    /// and goes by content, so nothing is lost (docs/adr/0003).
    /// </summary>
    private static readonly Dictionary<string, string?> Defaults = new()
    {
        ["Bird:Shards:StorePatience"] = "00:00:05",
        ["Bird:Jobs:StorePatience"] = "00:00:05",
    };

    private const int FailuresAtOnce = 1000;

    private readonly IHost host;
    private bool stopped;

    private EmbeddedBirdClient(IHost host) => this.host = host;

    /// <summary>Hash of the prior that will be used; part of the settings hash.</summary>
    public string PriorSha256 => host.Services.GetRequiredService<IDenoiser>().Info.Sha256;

    /// <param name="request">The run.</param>
    /// <param name="replacing">What its results may take the place of.</param>
    /// <exception cref="Restoration.Priors.PriorException">The prior is not usable.</exception>
    public static async Task<EmbeddedBirdClient> StartAsync(RestoreRequest request, Replacing replacing)
    {
        var (builder, build) = Begin(request.WatchPort);
        builder.Configuration.AddInMemoryCollection(Defaults);
        // Bird__Checkpoints__MinRunTime=00:00:05 and the like: the same names as in a cluster's configuration.
        builder.Configuration.AddEnvironmentVariables();
        builder.Logging.SetMinimumLevel(request.LogLevel);
        // A picture given up is in the progress, in the closing list and in the exit code; a log line would say it a fourth time.
        builder.Logging.AddFilter("BirD.Grains.Shards", request.LogLevel == LogLevel.Warning ? LogLevel.Error : request.LogLevel);
        builder.Logging.AddConsole(console => (console.LogToStandardErrorThreshold, console.FormatterName) = (LogLevel.Trace, OneLineFormatter.FormatterName));
        builder.Services.AddSingleton<ConsoleFormatter>(new OneLineFormatter(stacks: request.LogLevel <= LogLevel.Debug));
        builder.Services.AddSingleton<IHostLifetime>(new CallerLifetime());
        builder.Services.AddLocalStorage(request.State, replacing);
        builder.Services.AddRestoration(new RestorationOptions
        {
            PriorFile = request.PriorFile,
            Device = request.Device,
            Limits = request.Limits,
            DecodeHelper = DecodeHelperOptions.For("bird"),
        });
        builder.AddBirdSilo();
        var host = build();
        try
        {
            // Beside all the rest: the first picture needn't wait for the decoder's process.
            var decoder = Task.Run(() => (host.Services.GetRequiredService<IImageCodec>() as IsolatedImageCodec)?.Prepare());
            try
            {
                // Loaded before the silo starts: a prior that breaks its contract is the user's error, not a failed start.
                _ = host.Services.GetRequiredService<IDenoiser>();
                await PutAsideAsync(host);
                await host.StartAsync();
            }
            finally
            {
                await decoder;
            }

            return new EmbeddedBirdClient(host);
        }
        catch (Exception e) when (request.WatchPort is > 0 && (e as SocketException ?? e.InnerException) is SocketException { SocketErrorCode: SocketError.AccessDenied })
        {
            await DisposeAsync(host);
            throw new UsageException($"Port {request.WatchPort} takes rights that this user lacks. Choose a --watch-port above 1023, or leave it out for a free one.", e);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            await DisposeAsync(host);
            throw new UsageException($"Something else listens on port {request.WatchPort} of 127.0.0.1. Choose another --watch-port, or leave it out for a free one.");
        }
        catch
        {
            await DisposeAsync(host);
            throw;
        }
    }

    /// <summary>Writes the listing as the next run of the job and starts it.</summary>
    /// <param name="listing">The pictures.</param>
    /// <param name="spec">What is done with them.</param>
    /// <param name="jobId">Null to derive it from the specification.</param>
    /// <param name="anew">Whether decisions to keep originals are forgotten too.</param>
    /// <param name="cancellationToken">Abandons the start.</param>
    public async Task<StartedRun> StartRunAsync(Listing listing, JobSpec spec, string? jobId, bool anew, CancellationToken cancellationToken)
    {
        var id = jobId ?? JobId.FromSpec(spec);
        if (anew)
        {
            await host.Services.GetRequiredService<DecisionStore>().ForgetAsync(id, listing.Items.Select(item => item.Output), cancellationToken);
        }

        var number = await host.Services.GetRequiredService<JobRunPlanner>().NextRunAsync(id, spec.Output, cancellationToken);
        var manifest = await host.Services.GetRequiredService<IManifestStore>()
            .WriteAsync(id, number, listing.Items.ToAsyncEnumerable(), cancellationToken);
        await Job(id).StartRunAsync(spec, new JobRun(number, manifest.Shards, manifest.Items));
        return new StartedRun(id, number, manifest.Items);
    }

    /// <summary>Where this run can be watched, with the key that lets one in; null when nobody asked for pages.</summary>
    public Uri? PagesOf(StartedRun run) => host is WebApplication pages ? LocalPages.AddressOf(pages, run.JobId) : null;

    /// <summary>The run as it stands, retries and decisions since its first end included.</summary>
    /// <param name="run">The run.</param>
    /// <param name="passedOver">Pictures that did not enter the run.</param>
    public async Task<RunSummary> SumUpAsync(StartedRun run, int passedOver)
    {
        var queries = new JobQueries(host.Services.GetRequiredService<IObjectStore>(), host.Services.GetRequiredService<IManifestStore>());
        var failures = new List<JobEvent>();
        string? after = null;
        do
        {
            var page = await queries.FailuresAsync(run.JobId, after, FailuresAtOnce, failureClass: null);
            failures.AddRange(page.Items.Select(letter => new JobEvent
            {
                Sequence = 0, Input = letter.Input, Output = letter.Output, Result = ItemResult.Failed, Message = letter.Message, Seconds = 0,
            }));
            after = page.Next;
        }
        while (after is not null);
        return RunSummary.Of(await GetProgressAsync(run), failures, passedOver);
    }

    public Task<JobProgress> GetProgressAsync(StartedRun run) => Job(run.JobId).GetProgressAsync();

    /// <exception cref="EngineException">The device failed for good; the message says how far the run is.</exception>
    public async IAsyncEnumerable<JobEvent> WatchAsync(
        StartedRun run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var loss = host.Services.GetRequiredService<DeviceLoss>();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, loss.Token);
        await using var events = WatchAllAsync(run, ending.Token).GetAsyncEnumerator(ending.Token);
        while (await NextAsync())
        {
            yield return events.Current;
        }

        async ValueTask<bool> NextAsync()
        {
            try
            {
                return await events.MoveNextAsync();
            }
            catch (OperationCanceledException e) when (loss.Reason is not null && !cancellationToken.IsCancellationRequested)
            {
                // The worker gives back what it holds; what was finished until then counts.
                await loss.Settled;
                var done = (await GetProgressAsync(run)).Done;
                throw new EngineException(
                    $"{loss.Reason} {done} of {run.Items} pictures are done, {loss.GivenBack} that were in work go on from where they were saved, and {Math.Max(0, run.Items - done - loss.GivenBack)} were not begun. " +
                    $"Run the same command again to continue; 'bird doctor --device {host.Services.GetRequiredService<LoadedPrior>().Device}' tests the device.", outOfMemory: false, e);
            }
        }
    }

    private async IAsyncEnumerable<JobEvent> WatchAllAsync(
        StartedRun run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Who has pages may have a picture tried again: then there are more events than pictures, and only the job knows its end.
        var (last, canGoOn) = (0L, host is WebApplication && run.Items > 0);
        while (canGoOn || last < run.Items)
        {
            await using var events = Job(run.JobId).WatchAsync(last, cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (await NextAsync(events))
            {
                last = events.Current.Sequence;
                yield return events.Current;
            }

            cancellationToken.ThrowIfCancellationRequested();
            var now = await GetProgressAsync(run);
            if (now.State == JobState.Finished && last >= run.Items)
            {
                yield break;
            }

            if (now.State is JobState.Cancelled or JobState.Finished)
            {
                // Its end came without all of its events: a cancellation, another run of the job, or lost state does that.
                throw new RunEndedException(
                    $"Run {run.Number} of job {run.JobId} was ended from elsewhere after {now.Done} of {run.Items} pictures. {now.Fault ?? "Run the command again to continue."}",
                    wasCancelled: now is { State: JobState.Cancelled, Fault: null });
            }
        }
    }

    /// <summary>Drains: pictures in work are checkpointed and given back, then the silo stops.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!stopped)
        {
            stopped = true;
            await host.StopAsync();
            await DisposeAsync(host);
        }
    }

    /// <summary>Before anything reads it: one damaged file of the state must not stop a run that doesn't need it.</summary>
    private static async Task PutAsideAsync(IHost host)
    {
        var check = ActivatorUtilities.CreateInstance<StateCheck>(host.Services, TimeProvider.System);
        foreach (var line in await check.PutAsideAsync())
        {
            await Console.Error.WriteLineAsync($"Damaged state: {PlainText.Of(line)}");
        }
    }

    private static (IHostApplicationBuilder Builder, Func<IHost> Build) Begin(int? watchPort)
    {
        if (watchPort is not { } port)
        {
            var plain = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
            return (plain, plain.Build);
        }

        var web = LocalPages.CreateBuilder();
        return (web, () => web.AddLocalPages(port).Build().MapLocalPages());
    }

    private static async ValueTask DisposeAsync(IHost host)
    {
        // Through the interface: the engine's thread can only be ended asynchronously.
        if (host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }

    /// <summary>An enumeration that the grain had to drop is simply resumed after the last event seen.</summary>
    private static async Task<bool> NextAsync(IAsyncEnumerator<JobEvent> events)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (EnumerationAbortedException)
        {
            return false;
        }
    }

    private IJobGrain Job(string id) => host.Services.GetRequiredService<IGrainFactory>().GetGrain<IJobGrain>(id);

    /// <summary>The command decides when to stop; the host must not listen to signals beside it.</summary>
    private sealed class CallerLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
