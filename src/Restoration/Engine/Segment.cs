using BirD.Restoration.Sampling;

namespace BirD.Restoration.Engine;

/// <summary>A session in the engine's hands, and the promise to give it back.</summary>
internal sealed class Segment(SamplerSession session, SegmentLimit limit, CancellationToken token)
{
    private int steps;
    private TimeSpan busy;

    public SamplerSession Session => session;

    public CancellationToken Token => token;

    public bool Cancelled => token.IsCancellationRequested;

    public TaskCompletionSource<SegmentResult> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Device time spent on it so far.</summary>
    public TimeSpan Busy => busy;

    /// <summary>Pixels still to be evaluated.</summary>
    public long Left => (long)(session.StepCount - session.StepIndex) * session.State.X.PlaneLength;

    public void Count(TimeSpan elapsed)
    {
        steps++;
        busy += elapsed;
    }

    /// <summary>Device time counts, not waiting: a segment that queued behind another still gets its share.</summary>
    public bool LimitReached => session.StepIndex >= limit.UntilStep || busy >= limit.MaxDuration;

    public bool End(SegmentEnd end) => Completion.TrySetResult(new SegmentResult(end, steps, busy));

    public bool Fail(Exception exception) => Completion.TrySetException(exception);
}
