using BirD.Contracts.Leases;
using BirD.Contracts.Shards;
using BirD.Grains.Diagnostics;
using Microsoft.Extensions.Logging;

namespace BirD.Grains.Workers;

internal sealed partial class GpuWorker
{
    [LoggerMessage(EventIds.WorkerStarted, LogLevel.Information, "Worker {Worker} on {Device} takes up to {Slots} pictures at once")]
    private partial void LogStarted(WorkerId worker, string device, int slots);

    [LoggerMessage(EventIds.WorkerDraining, LogLevel.Information, "Worker stops: {Count} pictures are being checkpointed and given back")]
    private partial void LogDraining(int count);

    [LoggerMessage(EventIds.WorkerDrained, LogLevel.Information, "Worker has stopped")]
    private partial void LogDrained();

    [LoggerMessage(EventIds.DeviceLost, LogLevel.Critical, "{Reason} This process ends; {Count} pictures in work were given back, at no cost to them")]
    private partial void LogDeviceLost(string reason, int count);

    [LoggerMessage(EventIds.DrainIncomplete, LogLevel.Warning, "The time to stop ran out with {Count} pictures in work; they go on from their last checkpoint")]
    private partial void LogDrainIncomplete(int count);

    [LoggerMessage(EventIds.PollFailed, LogLevel.Warning, "The scheduler can't be asked for work, next try in {Pause}: {Reason}")]
    private partial void LogPollFailed(TimeSpan pause, string reason);

    [LoggerMessage(EventIds.AcquireFailed, LogLevel.Warning, "Shard {Shard} can't be asked for pictures: {Reason}")]
    private partial void LogAcquireFailed(ShardRef shard, string reason);

    [LoggerMessage(EventIds.HeartbeatFailed, LogLevel.Warning, "Shard {Shard}: heartbeat failed: {Reason}")]
    private partial void LogHeartbeatFailed(ShardRef shard, string reason);

    [LoggerMessage(EventIds.ReleaseFailed, LogLevel.Warning, "Shard {Shard}: item {Item} couldn't be given back, its lease will expire: {Reason}")]
    private partial void LogReleaseFailed(ShardRef shard, int item, string reason);

    [LoggerMessage(EventIds.ImageCallFailed, LogLevel.Warning, "Shard {Shard}: item {Item}: call to its grain failed: {Reason}")]
    private partial void LogImageCallFailed(ShardRef shard, int item, string reason);

    [LoggerMessage(EventIds.LookFailed, LogLevel.Warning, "Shard {Shard}: item {Item} can't be looked at: {Reason}")]
    private partial void LogLookFailed(ShardRef shard, int item, string reason);
}
