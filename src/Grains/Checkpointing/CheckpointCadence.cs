namespace BirD.Grains.Checkpointing;

/// <summary>When a picture's next checkpoint is due, in device time (Young's rule, bounded on both sides).</summary>
internal sealed class CheckpointCadence(CheckpointOptions options)
{
    private TimeSpan? writeCost;

    /// <summary>Device time until the next checkpoint.</summary>
    public TimeSpan Next => writeCost is { } cost ? Interval(cost) : options.MinRunTime;

    public void OnWritten(TimeSpan cost) => writeCost = cost;

    private TimeSpan Interval(TimeSpan cost)
    {
        var best = TimeSpan.FromSeconds(Math.Sqrt(2 * cost.TotalSeconds * options.MeanTimeBetweenFailures.TotalSeconds));
        var ceiling = options.MaxInterval > options.MinInterval ? options.MaxInterval : options.MinInterval;
        return best < options.MinInterval ? options.MinInterval : best > ceiling ? ceiling : best;
    }
}
