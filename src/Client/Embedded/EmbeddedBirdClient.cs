using System.Runtime.CompilerServices;
using BirD.Client.Inputs;
using BirD.Client.Restore;
using BirD.Contracts.Jobs;
using BirD.Grains.Decisions;
using BirD.Grains.Hosting;
using BirD.Grains.Jobs;
using BirD.Restoration.Denoising;
using BirD.Restoration.Hosting;
using BirD.Restoration.Imaging;
using BirD.Restoration.Imaging.Isolation;
using BirD.Storage;
using BirD.Storage.Hosting;
using BirD.Storage.Manifests;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
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
        ["Bird:Shards:StorePatience"] = "00:00:20",
        ["Bird:Jobs:StorePatience"] = "00:00:20",
    };

    private readonly IHost host;
    private bool stopped;

    private EmbeddedBirdClient(IHost host) => this.host = host;

    /// <summary>Hash of the prior that will be used; part of the settings hash.</summary>
    public string PriorSha256 => host.Services.GetRequiredService<IDenoiser>().Info.Sha256;

    /// <exception cref="Restoration.Priors.PriorException">The prior is not usable.</exception>
    public static async Task<EmbeddedBirdClient> StartAsync(RestoreRequest request)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(Defaults);
        // Bird__Checkpoints__MinRunTime=00:00:05 and the like: the same names as in a cluster's configuration.
        builder.Configuration.AddEnvironmentVariables();
        builder.Logging.SetMinimumLevel(request.LogLevel);
        // A picture given up is in the progress, in the closing list and in the exit code; a log line would say it a fourth time.
        builder.Logging.AddFilter("BirD.Grains.Shards", request.LogLevel == LogLevel.Warning ? LogLevel.Error : request.LogLevel);
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.AddSingleton<IHostLifetime>(new CallerLifetime());
        builder.Services.AddLocalStorage(request.State);
        builder.Services.AddRestoration(new RestorationOptions
        {
            PriorFile = request.PriorFile,
            Device = request.Device,
            Limits = request.Limits,
            DecodeHelper = DecodeHelperOptions.For("bird"),
        });
        builder.AddBirdSilo();
        var host = builder.Build();
        try
        {
            // Side by side: the prior's session, the silo and the decoder's process each take a second of one core.
            var prior = Task.Run(() => host.Services.GetRequiredService<IDenoiser>());
            var decoder = Task.Run(() => (host.Services.GetRequiredService<IImageCodec>() as IsolatedImageCodec)?.Prepare());
            var silo = host.StartAsync();
            try
            {
                // First of all: a prior that breaks its contract is the user's error, not a failed start.
                await prior;
            }
            finally
            {
                await Task.WhenAll(silo, decoder).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            await silo;
            await decoder;
            return new EmbeddedBirdClient(host);
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

    public Task<JobProgress> GetProgressAsync(StartedRun run) => Job(run.JobId).GetProgressAsync();

    public async IAsyncEnumerable<JobEvent> WatchAsync(
        StartedRun run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = 0L;
        while (last < run.Items)
        {
            await using var events = Job(run.JobId).WatchAsync(last, cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (await NextAsync(events))
            {
                last = events.Current.Sequence;
                yield return events.Current;
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (await GetProgressAsync(run) is { State: JobState.Cancelled or JobState.Finished } now && last < run.Items)
            {
                // Its end came without all of its events: a cancellation, another run of the job, or lost state does that.
                throw new StoreException(
                    $"Run {run.Number} of job {run.JobId} was ended from elsewhere after {last} of {run.Items} pictures. {now.Fault ?? "Run the command again to continue."}");
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
