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

    /// <summary>Pixels still to be evaluated.</summary>
    public long Left => (long)(session.StepCount - session.StepIndex) * session.State.X.PlaneLength;

    /// <summary>What a step of it threw; null while all is well.</summary>
    public Exception? Fault { get; set; }

    /// <summary>Why it ends here; null while it goes on. Device time counts, not waiting: who queued behind another still gets a share.</summary>
    public SegmentEnd? Ending => session.IsComplete ? SegmentEnd.Completed
        : Cancelled ? SegmentEnd.Cancelled
        : session.StepIndex >= limit.UntilStep || (steps > 0 && busy >= limit.MaxDuration) ? SegmentEnd.LimitReached
        : null;

    /// <summary>Enters a step.</summary>
    /// <param name="elapsed">Device time spent on it.</param>
    public void Count(TimeSpan elapsed)
    {
        steps++;
        busy += elapsed;
    }

    /// <summary>Gives the session back.</summary>
    public void Return(SegmentEnd end)
    {
        if (Fault is null)
        {
            Completion.SetResult(new SegmentResult(end, steps, busy));
        }
        else
        {
            Completion.SetException(Fault);
        }
    }
}
