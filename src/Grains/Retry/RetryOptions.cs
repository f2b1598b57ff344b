using System.ComponentModel.DataAnnotations;

namespace BirD.Grains.Retry;

/// <summary>How often and how soon failed pictures are tried again.</summary>
public sealed class RetryOptions
{
    /// <summary>Attempts before a picture is given up. Default 5.</summary>
    [Range(1, 15, ErrorMessage = "Retry:MaxAttempts must lie between 1 and 15; 5 is the default.")]
    public int MaxAttempts { get; set; } = 5;

    /// <summary>Worker deaths after which a picture runs alone. Default 2.</summary>
    [Range(1, 15, ErrorMessage = "Retry:AloneAfterDeaths must lie between 1 and 15; 2 is the default.")]
    public int AloneAfterDeaths { get; set; } = 2;

    /// <summary>Worker deaths after which a picture is given up. Default 3.</summary>
    [Range(1, 15, ErrorMessage = "Retry:MaxDeaths must lie between 1 and 15; 3 is the default.")]
    public int MaxDeaths { get; set; } = 3;

    /// <summary>Pause before the second attempt; doubles with each further one. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00", ErrorMessage = "Retry:BaseDelay must lie between 0 and 10 min; 1 s is the default.")]
    public TimeSpan BaseDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest pause. Default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00", ErrorMessage = "Retry:MaxDelay must lie between 0 and 1 h; 60 s is the default.")]
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(60);
}
