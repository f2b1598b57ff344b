using BirD.Contracts.Jobs;
using BirD.Grains.Diagnostics;
using Microsoft.Extensions.Logging;

namespace BirD.Grains.Jobs;

internal sealed partial class JobGrain
{
    [LoggerMessage(EventIds.JobStarted, LogLevel.Information, "Job {Job}: run {Run} started with {Items} pictures in {Shards} shards")]
    private partial void LogStarted(string job, int run, long items, int shards);

    [LoggerMessage(EventIds.JobChanged, LogLevel.Information, "Job {Job}: run {Run} is now {State}")]
    private partial void LogChanged(string job, int run, JobState state);

    [LoggerMessage(EventIds.JobSuperseded, LogLevel.Warning, "Job {Job}: run {Run} was superseded by run {Newer}; this one ends here")]
    private partial void LogSuperseded(string job, int run, int newer);

    [LoggerMessage(EventIds.JobRecordUnwritable, LogLevel.Error, "Job {Job}: its record can't be written; going on without")]
    private partial void LogUnwritable(string job, Exception exception);

    [LoggerMessage(EventIds.JobRecordGone, LogLevel.Warning, "Job {Job}: its record has disappeared from the store and is written again")]
    private partial void LogRecordGone(string job);

    [LoggerMessage(EventIds.JobUnreadableShard, LogLevel.Error, "Job {Job}: run {Run} ends, a part of it can't be read any more: {Fault}")]
    private partial void LogUnreadable(string job, int run, string fault);

    [LoggerMessage(EventIds.JobRebuilt, LogLevel.Information, "Job {Job}: run {Run} brought back from the store in {Took}, {Done} of {Items} pictures finished")]
    private partial void LogRebuilt(string job, int run, TimeSpan took, long done, long items);

    [LoggerMessage(EventIds.SchedulerUnreachable, LogLevel.Warning, "Job {Job}: the scheduler couldn't be told about {State}; it will find out from the store")]
    private partial void LogSchedulerUnreachable(string job, JobState state, Exception exception);
}
