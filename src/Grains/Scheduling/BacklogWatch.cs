using BirD.Contracts.Jobs;
using BirD.Contracts.Scheduling;
using BirD.Grains.Configuration;
using BirD.Grains.Diagnostics;
using BirD.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Runtime;

namespace BirD.Grains.Scheduling;

/// <summary>Measures what waits for workers, also while there is none: autoscalers start the first one by it.</summary>
/// <remarks>
/// It runs on every silo that may hold the scheduler, and the silo that does hold it tells the number, so that a sum over
/// silos is right. Asking keeps the scheduler alive, and wakes it after a restart of everything.
/// </remarks>
internal sealed partial class BacklogWatch(
    IGrainFactory grains,
    ILocalSiloDetails self,
    Instruments instruments,
    IOptions<BirdSiloOptions> silo,
    [FromKeyedServices(BirdClock.Key)] TimeProvider time,
    ILogger<BacklogWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly ILogger logger = logger;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var clock = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                if (instruments.BacklogIsWatched)
                {
                    instruments.OnBacklog(await MeasureAsync(stoppingToken));
                }
            }
            while (await clock.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo stops.
        }
    }

    private async Task<Backlog?> MeasureAsync(CancellationToken stop)
    {
        try
        {
            var running = await grains.GetGrain<ISchedulerGrain>(silo.Value.Pool).GetRunningAsync().WaitAsync(stop);
            if (!running.Silo.Equals(self.SiloAddress))
            {
                return null;
            }

            var ready = 0L;
            foreach (var job in running.Jobs)
            {
                var progress = await grains.GetGrain<IJobGrain>(job).GetProgressAsync().WaitAsync(stop);
                ready += Math.Max(0, progress.Total - progress.Done - progress.Active.Count);
            }

            return new Backlog(running.Jobs.Count, ready);
        }
        catch (Exception e) when (e is TimeoutException or OrleansException or StoreException or JobNotFoundException)
        {
            LogUnknown(e.Message);
            return null;
        }
    }

    [LoggerMessage(EventIds.BacklogUnknown, LogLevel.Warning, "The number of waiting pictures can't be told now: {Reason}")]
    private partial void LogUnknown(string reason);
}
