using BirD.Contracts.Leases;
using BirD.Grains.Diagnostics;
using BirD.Storage;
using Microsoft.Extensions.Logging;

namespace BirD.Grains.Images;

/// <summary>Waits, with the picture in hand, for a store that can't serve.</summary>
/// <remarks>
/// An outage is not the pictures' fault: were it to count as failed attempts, some minutes of it would use up those of picture
/// after picture. The slot stays taken meanwhile, so a worker whose store is away takes no more work, and what was computed is kept.
/// </remarks>
internal sealed partial class StorePatience(ItemLease lease, PictureServices services)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly ILogger logger = services.Logger;

    /// <summary>The call's result, once the store serves.</summary>
    /// <exception cref="StoreUnavailableException">It didn't for <see cref="PictureOptions.StorePatience"/>, or <paramref name="stop"/> was asked for.</exception>
    /// <exception cref="OperationCanceledException">The picture was stopped while it waited.</exception>
    public async Task<T> WaitOutAsync<T>(Func<Task<T>> call, CancellationToken stop)
    {
        var (since, pause) = ((long?)null, services.Options.StorePause);
        while (true)
        {
            try
            {
                return await call();
            }
            catch (StoreUnavailableException e) when (!stop.IsCancellationRequested && HasPatience(since ??= services.Time.GetTimestamp()))
            {
                LogWaiting(lease.JobId, lease.Key, pause, e.Message);
            }

            await Task.Delay(pause, services.Time, stop);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private bool HasPatience(long since) =>
        services.Options.StorePatience == Timeout.InfiniteTimeSpan || services.Time.GetElapsedTime(since) < services.Options.StorePatience;

    [LoggerMessage(EventIds.StoreAwaited, LogLevel.Warning, "Job {Job}: {Key} waits for its store, next try in {Pause}: {Reason}")]
    private partial void LogWaiting(string job, string key, TimeSpan pause, string reason);
}
