namespace BirD.Contracts.Scheduling;

/// <summary>Tells workers where work is. Soft state: rebuilt from the store whenever it is lost. Key: pool name.</summary>
[GrainInterfaceType("bird.ISchedulerGrain"), Alias("bird.ISchedulerGrain")]
public interface ISchedulerGrain : IGrainWithStringKey
{
    /// <summary>Shards to ask for pictures, best first, and when to poll again.</summary>
    [Alias("Poll")]
    Task<WorkOffer> PollAsync(WorkerStatus status);

    /// <summary>A job was started, paused, resumed, cancelled or finished.</summary>
    [Alias("JobChanged")]
    Task JobChangedAsync(JobNotice notice);

    /// <summary>The jobs that may have work, for whoever measures the backlog; a scheduler that was gone is rebuilt by it.</summary>
    [Alias("GetRunning")]
    Task<RunningJobs> GetRunningAsync();
}
