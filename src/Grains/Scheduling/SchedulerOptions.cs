using System.ComponentModel.DataAnnotations;

namespace BirD.Grains.Scheduling;

/// <summary>How work is offered to workers.</summary>
public sealed class SchedulerOptions
{
    /// <summary>Shards named in one offer. Default 8.</summary>
    [Range(1, 1024, ErrorMessage = "Scheduler:OfferSize must lie between 1 and 1024; 8 is the default.")]
    public int OfferSize { get; set; } = 8;

    /// <summary>When a worker without work polls again. Default 0.25 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00", ErrorMessage = "Scheduler:IdlePoll must lie between 10 ms and 1 min; 0.25 s is the default.")]
    public TimeSpan IdlePoll { get; set; } = TimeSpan.FromSeconds(0.25);

    /// <summary>
    /// Whether unfinished jobs found in the store are taken up without being asked for. Default true; an embedded run sets
    /// it to false, because an abandoned job of the same folder is not what its user started.
    /// </summary>
    public bool ReviveUnfinishedJobs { get; set; } = true;
}
