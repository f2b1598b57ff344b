using System.ComponentModel.DataAnnotations;

namespace BirD.Grains.Workers;

/// <summary>How much a silo's worker takes on.</summary>
public sealed class WorkerOptions
{
    /// <summary>Pictures in work at once. Default 2: one computes while the other is opened or encoded.</summary>
    [Range(1, 4096, ErrorMessage = "Worker:Slots must lie between 1 and 4096; 2 suits a CPU.")]
    public int Slots { get; set; } = 2;

    /// <summary>Time between heartbeats; also the delay of progress and of a pause. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:30", ErrorMessage = "Worker:HeartbeatInterval must lie between 10 ms and 30 s; 1 s is the default.")]
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest time an offer of shards is used without asking the scheduler again. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:30", ErrorMessage = "Worker:OfferLifetime must lie between 0 and 30 s; 1 s is the default.")]
    public TimeSpan OfferLifetime { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>First pause after a failed call to the cluster; doubles up to ten seconds. Default 0.5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:10", ErrorMessage = "Worker:RetryPause must lie between 10 ms and 10 s; 0.5 s is the default.")]
    public TimeSpan RetryPause { get; set; } = TimeSpan.FromSeconds(0.5);
}
