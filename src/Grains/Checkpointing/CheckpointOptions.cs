using System.ComponentModel.DataAnnotations;

namespace BirD.Grains.Checkpointing;

/// <summary>How much device time a crash may cost.</summary>
public sealed class CheckpointOptions
{
    /// <summary>Device time before a picture's first checkpoint: restarting a short run is cheaper than saving it. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00", ErrorMessage = "Checkpoints:MinRunTime must lie between 0 and 1 h; 30 s is the default.")]
    public TimeSpan MinRunTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Shortest device time between checkpoints. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00", ErrorMessage = "Checkpoints:MinInterval must lie between 0 and 1 h; 30 s is the default.")]
    public TimeSpan MinInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest device time between checkpoints, hence the most a crash can cost a picture. Default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00", ErrorMessage = "Checkpoints:MaxInterval must lie between 0 and 1 h; 60 s is the default.")]
    public TimeSpan MaxInterval { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Mean time between failures of a worker, for the best interval. Default 6 h.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00", ErrorMessage = "Checkpoints:MeanTimeBetweenFailures must lie between 1 min and 365 d; 6 h is the default.")]
    public TimeSpan MeanTimeBetweenFailures { get; set; } = TimeSpan.FromHours(6);
}
