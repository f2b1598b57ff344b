using System.ComponentModel.DataAnnotations;

namespace BirD.Grains.Images;

/// <summary>Limits of a single picture's work.</summary>
public sealed class PictureOptions
{
    /// <summary>Largest original, bytes. Default 2 GiB less 57 bytes, the most that one buffer holds.</summary>
    [Range(1024, long.MaxValue, ErrorMessage = "Pictures:MaxInputBytes must be at least 1024; the default is 2 GiB.")]
    public long MaxInputBytes { get; set; } = Array.MaxLength;

    /// <summary>Longest wait inside one grain call; well below the call time-out. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:20", ErrorMessage = "Pictures:CallWait must lie between 10 ms and 20 s; 10 s is the default.")]
    public TimeSpan CallWait { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a picture waits for a store that is away, throttles or is full before its attempt counts as failed. Default
    /// 10 min: longer, and one job's broken account would hold slots that other jobs could use. A local run doesn't wait.
    /// </summary>
    public TimeSpan StorePatience { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>First pause of that wait; doubles up to 30 s. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:30", ErrorMessage = "Pictures:StorePause must lie between 1 ms and 30 s; 1 s is the default.")]
    public TimeSpan StorePause { get; set; } = TimeSpan.FromSeconds(1);
}
