using BirD.Contracts.Decisions;
using BirD.Contracts.Leases;
using BirD.Contracts.Retry;
using BirD.Contracts.Shards;
using BirD.Grains.Diagnostics;
using Microsoft.Extensions.Logging;

namespace BirD.Grains.Shards;

internal sealed partial class ShardGrain
{
    [LoggerMessage(EventIds.ShardOpened, LogLevel.Debug, "Shard {Shard}: term {Term}, {Finished} of {Items} pictures finished")]
    private partial void LogOpened(ShardRef shard, int term, int finished, int items);

    [LoggerMessage(EventIds.ShardUnreadable, LogLevel.Error, "Shard {Shard} can't be opened")]
    private partial void LogUnreadable(ShardRef shard, Exception exception);

    [LoggerMessage(EventIds.ShardFenced, LogLevel.Warning, "Shard {Shard}: term {Term} was superseded; this activation ends")]
    private partial void LogFenced(ShardRef shard, int term);

    [LoggerMessage(EventIds.ShardWriteFailed, LogLevel.Warning, "Shard {Shard}: outcomes can't be recorded yet: {Reason}")]
    private partial void LogWriteFailed(ShardRef shard, string reason);

    [LoggerMessage(EventIds.ShardWriteGivenUp, LogLevel.Error, "Shard {Shard}: outcomes count without a record, the store has been unwritable for too long")]
    private partial void LogWriteGivenUp(ShardRef shard, Exception exception);

    [LoggerMessage(EventIds.LeaseExpired, LogLevel.Warning, "Shard {Shard}: item {Item}, epoch {Epoch:x}: no sign of life from {Worker}; {Consequence}")]
    private partial void LogExpired(ShardRef shard, int item, long epoch, WorkerId worker, SettlementKind consequence);

    [LoggerMessage(EventIds.WorkerDropped, LogLevel.Warning, "Shard {Shard}: item {Item}, epoch {Epoch:x}: worker {Worker} is dead; {Consequence}")]
    private partial void LogDropped(ShardRef shard, int item, long epoch, WorkerId worker, SettlementKind consequence);

    [LoggerMessage(EventIds.OutcomeRefused, LogLevel.Warning, "Shard {Shard}: item {Item}: outcome under epoch {Epoch:x} refused, the lease is no longer held")]
    private partial void LogRefused(ShardRef shard, int item, long epoch);

    [LoggerMessage(EventIds.ItemRetried, LogLevel.Warning, "Shard {Shard}: item {Item} failed ({Failure}) and will be tried again: {Message}")]
    private partial void LogRetried(ShardRef shard, int item, FailureClass failure, string message);

    [LoggerMessage(EventIds.ItemDeadLettered, LogLevel.Warning, "Shard {Shard}: item {Item} given up ({Failure}): {Message}")]
    private partial void LogGivenUp(ShardRef shard, int item, FailureClass failure, string message);

    [LoggerMessage(EventIds.ItemDecided, LogLevel.Information, "Shard {Shard}: item {Item}: {Decision}, by {Caller}")]
    private partial void LogDecided(ShardRef shard, int item, DecisionKind decision, string caller);

    [LoggerMessage(EventIds.ReportFailed, LogLevel.Debug, "Shard {Shard}: the job couldn't be told yet")]
    private partial void LogReportFailed(ShardRef shard, Exception exception);
}
