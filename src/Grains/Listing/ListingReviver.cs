using BirD.Contracts.Listing;
using BirD.Grains.Configuration;
using BirD.Grains.Diagnostics;
using BirD.Grains.Records;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BirD.Grains.Listing;

/// <summary>Wakes listings whose silo died; runs on every silo that can host them, which does no harm.</summary>
internal sealed partial class ListingReviver(
    SubmissionStore submissions,
    IGrainFactory grains,
    [FromKeyedServices(BirdClock.Key)] TimeProvider time,
    ILogger<ListingReviver> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private readonly ILogger logger = logger;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await foreach (var id in submissions.ListMarkedAsync(stoppingToken))
                {
                    await grains.GetGrain<IListingGrain>(id).WakeAsync().WaitAsync(stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Store or cluster will be back; the next round looks again.
            catch (Exception e)
#pragma warning restore CA1031
            {
                LogSearchFailed(e.Message);
            }
        }
        while (await NextAsync(timer, stoppingToken));
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken stop)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stop);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(EventIds.ListingSearchFailed, LogLevel.Warning, "Unfinished listings can't be looked for now: {Reason}")]
    private partial void LogSearchFailed(string reason);
}
