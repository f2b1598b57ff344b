using BirD.Contracts.Api;
using BirD.Contracts.Jobs;

namespace BirD.Client.Cluster;

/// <summary>The API's documents in the terms in which runs are shown.</summary>
internal static class RunView
{
    public static JobProgress ToProgress(JobDocument job) => new()
    {
        JobId = job.Id,
        Run = job.Run,
        State = job.State switch
        {
            JobPhase.Paused => JobState.Paused,
            JobPhase.Finished => JobState.Finished,
            JobPhase.Cancelled or JobPhase.Failed => JobState.Cancelled,
            _ => JobState.Running,
        },
        Total = job.Counts?.Total ?? 0,
        Restored = job.Counts?.Restored ?? 0,
        Unchanged = job.Counts?.Unchanged ?? 0,
        Skipped = job.Counts?.Skipped ?? 0,
        Failed = job.Counts?.Failed ?? 0,
        Active = [.. job.Active.Select(item => new ActivePicture(item.Input, item.Step, item.Steps))],
        Steps = job.Counts?.Steps ?? 0,
        Fault = job.Fault,
        Listed = job.Listed,
    };

    public static JobEvent ToEvent(ItemEvent item) => new()
    {
        Sequence = item.Sequence,
        Input = item.Input,
        Output = item.Output,
        Result = item.Status switch
        {
            ItemPhase.Restored => ItemResult.Restored,
            ItemPhase.Unchanged => ItemResult.Unchanged,
            ItemPhase.Skipped => ItemResult.Skipped,
            _ => ItemResult.Failed,
        },
        Seconds = item.Seconds,
        Message = item.Message,
    };
}
