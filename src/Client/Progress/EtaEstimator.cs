namespace BirD.Client.Progress;

/// <summary>Time left, as a range: from the quartiles of what recent pictures took, not from one average.</summary>
internal sealed class EtaEstimator
{
    private const int Window = 50;
    private const int Enough = 3;
    private readonly Queue<double> intervals = new();
    private TimeSpan last;

    /// <summary>A picture that took work is done; skipped ones say nothing about the rest.</summary>
    /// <param name="elapsed">Time since the run began.</param>
    public void Completed(TimeSpan elapsed)
    {
        intervals.Enqueue((elapsed - last).TotalSeconds);
        last = elapsed;
        if (intervals.Count > Window)
        {
            intervals.Dequeue();
        }
    }

    /// <summary>Null until enough pictures are done to say anything.</summary>
    public (TimeSpan Low, TimeSpan High)? Remaining(long pictures)
    {
        if (intervals.Count < Enough)
        {
            return null;
        }

        // The spread of a sum of many intervals narrows with their number; the middle of the range stays the mean.
        var sorted = intervals.Order().ToArray();
        var mean = sorted.Average();
        var spread = (sorted[sorted.Length * 3 / 4] - sorted[sorted.Length / 4]) / Math.Sqrt(Math.Max(pictures, 1));
        return (
            TimeSpan.FromSeconds(Math.Max(0, pictures * (mean - spread))),
            TimeSpan.FromSeconds(pictures * (mean + spread)));
    }
}
