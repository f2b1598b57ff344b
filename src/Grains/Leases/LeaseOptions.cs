using System.ComponentModel.DataAnnotations;

namespace BirD.Grains.Leases;

/// <summary>How long a worker may be silent.</summary>
public sealed class LeaseOptions
{
    /// <summary>A lease not renewed for this long is given to another worker. Default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "01:00:00", ErrorMessage = "Leases:Duration must lie between 5 s and 1 h; 60 s suits most clusters.")]
    public TimeSpan Duration { get; set; } = TimeSpan.FromSeconds(60);
}
