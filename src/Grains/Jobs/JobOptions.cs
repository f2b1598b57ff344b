using System.ComponentModel.DataAnnotations;

namespace BirD.Grains.Jobs;

/// <summary>What a job keeps in memory.</summary>
public sealed class JobOptions
{
    /// <summary>
    /// Item events kept for watchers, about 300 bytes each. A watcher further behind goes on with the oldest kept; counts
    /// are exact regardless. Default 65536.
    /// </summary>
    [Range(256, 10_000_000, ErrorMessage = "Jobs:EventsKept must lie between 256 and 10000000; 65536 is the default.")]
    public int EventsKept { get; set; } = 65536;

    /// <summary>How long the watchers of a cancelled run wait for its last pictures to be given back. Default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ErrorMessage = "Jobs:DrainPatience must lie between 1 s and 1 h; 60 s is the default.")]
    public TimeSpan DrainPatience { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long a job waits for a store that can't be written before it goes on without a record. Default: for ever, as in
    /// a cluster; see <see cref="Shards.ShardOptions.StorePatience"/>.
    /// </summary>
    public TimeSpan StorePatience { get; set; } = Timeout.InfiniteTimeSpan;
}
