using BirD.Contracts.Retry;
using BirD.Grains.Diagnostics;
using Microsoft.Extensions.Logging;

namespace BirD.Grains.Images;

internal sealed partial class PictureRun
{
    [LoggerMessage(EventIds.PictureSkipped, LogLevel.Debug, "Job {Job}: {Key} is done already")]
    private partial void LogSkipped(string job, string key);

    [LoggerMessage(EventIds.PictureBegun, LogLevel.Debug, "Job {Job}: {Key} begins, attempt {Attempt}")]
    private partial void LogBegun(string job, string key, int attempt);

    [LoggerMessage(EventIds.SegmentRefused, LogLevel.Warning, "Job {Job}: {Key} is refused: {Reason}")]
    private partial void LogRefused(string job, string key, string reason);

    [LoggerMessage(EventIds.ResultFenced, LogLevel.Warning, "Job {Job}: {Key}: result of epoch {Epoch:x} refused, a newer one is in place")]
    private partial void LogResultFenced(string job, string key, long epoch);

    [LoggerMessage(EventIds.OriginalKept, LogLevel.Debug, "Job {Job}: {Key}: the original is put in the result's place, as {Caller} decided")]
    private partial void LogKept(string job, string key, string caller);

    [LoggerMessage(EventIds.PictureGivenBack, LogLevel.Debug, "Job {Job}: {Key} is given back: {Reason}")]
    private partial void LogGivenBack(string job, string key, string reason);

    [LoggerMessage(EventIds.PictureFailed, LogLevel.Debug, "Job {Job}: {Key} failed ({Failure})")]
    private partial void LogFailed(string job, string key, FailureClass failure, Exception exception);
}
