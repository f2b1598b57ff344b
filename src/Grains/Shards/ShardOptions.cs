using System.ComponentModel.DataAnnotations;

namespace BirD.Grains.Shards;

/// <summary>How a shard groups its writes and reports.</summary>
public sealed class ShardOptions
{
    /// <summary>Outcomes that arrive within this time share a write. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10", ErrorMessage = "Shards:CommitInterval must lie between 0 and 10 s; 1 s is the default.")]
    public TimeSpan CommitInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>This many outcomes are written without waiting for the interval. Default 256.</summary>
    [Range(1, 65536, ErrorMessage = "Shards:CommitBatch must lie between 1 and 65536; 256 is the default.")]
    public int CommitBatch { get; set; } = 256;

    /// <summary>Time between reports to the job and sweeps of leases. Default 0.5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:30", ErrorMessage = "Shards:ReportInterval must lie between 10 ms and 30 s; 0.5 s is the default.")]
    public TimeSpan ReportInterval { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <summary>
    /// How long outcomes wait for a store that can't be written before they count without a record. Default: for ever, as
    /// in a cluster. A local run sets it, because its next run lists anew anyway and must not hang on a full disk.
    /// </summary>
    public TimeSpan StorePatience { get; set; } = Timeout.InfiniteTimeSpan;
}
