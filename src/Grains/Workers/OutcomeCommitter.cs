using System.Collections.Concurrent;
using BirD.Contracts.Leases;
using BirD.Contracts.Shards;
using BirD.Grains.Diagnostics;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace BirD.Grains.Workers;

/// <summary>Brings outcomes to their shards: those that wait together travel together, and a failed call is repeated.</summary>
internal sealed partial class OutcomeCommitter(IGrainFactory grains, TimeSpan retryPause, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly ILogger logger = logger;
    private readonly ConcurrentDictionary<ShardRef, Lane> lanes = [];

    /// <summary>Completes when the shard has recorded or refused the outcome.</summary>
    public Task CommitAsync(ShardRef shard, ItemOutcome outcome, CancellationToken cancellationToken)
    {
        while (true)
        {
            var lane = lanes.GetOrAdd(shard, _ => new Lane());
            lock (lane)
            {
                if (lane.Retired)
                {
                    continue;
                }

                var entry = new Entry(outcome);
                lane.Waiting.Add(entry);
                if (!lane.Busy)
                {
                    lane.Busy = true;
                    _ = PumpAsync(shard, lane, cancellationToken);
                }

                return entry.Done.Task;
            }
        }
    }

    private async Task PumpAsync(ShardRef shard, Lane lane, CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        while (Take(shard, lane) is { Count: > 0 } batch)
        {
            try
            {
                var reply = await SendAsync(shard, [.. batch.Select(entry => entry.Outcome)], cancellationToken);
                foreach (var refused in reply.Refused)
                {
                    LogRefused(shard, refused.Item, refused.Epoch);
                }

                batch.ForEach(entry => entry.Done.TrySetResult());
            }
            catch (OperationCanceledException e)
            {
                batch.ForEach(entry => entry.Done.TrySetCanceled(e.CancellationToken));
            }
        }
    }

    private List<Entry> Take(ShardRef shard, Lane lane)
    {
        lock (lane)
        {
            var batch = lane.Waiting.ToList();
            lane.Waiting.Clear();
            if (batch.Count == 0)
            {
                (lane.Busy, lane.Retired) = (false, true);
                lanes.TryRemove(shard, out _);
            }

            return batch;
        }
    }

    private async Task<CommitReply> SendAsync(ShardRef shard, IReadOnlyList<ItemOutcome> outcomes, CancellationToken cancellationToken)
    {
        for (var pause = retryPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return await grains.GetGrain<IShardGrain>(shard.ToString()).CommitAsync(outcomes).WaitAsync(cancellationToken);
            }
#pragma warning disable CA1031 // Outcomes are repeatable: whatever went wrong on the way, the only loss would be to stop trying.
            catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogFailed(shard, outcomes.Count, pause, e.Message);
            }

            await Task.Delay(pause, time, cancellationToken);
        }
    }

    [LoggerMessage(EventIds.CommitRefused, LogLevel.Warning, "Shard {Shard}: item {Item}: outcome under epoch {Epoch:x} was refused")]
    private partial void LogRefused(ShardRef shard, int item, long epoch);

    [LoggerMessage(EventIds.CommitFailed, LogLevel.Warning, "Shard {Shard}: {Count} outcomes couldn't be committed, next try in {Pause}: {Reason}")]
    private partial void LogFailed(ShardRef shard, int count, TimeSpan pause, string reason);

    private sealed class Lane
    {
        public List<Entry> Waiting { get; } = [];

        public bool Busy { get; set; }

        public bool Retired { get; set; }
    }

    private sealed class Entry(ItemOutcome outcome)
    {
        public ItemOutcome Outcome => outcome;

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
