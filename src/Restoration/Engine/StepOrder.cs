namespace BirD.Restoration.Engine;

/// <summary>Whose step is next: the oldest picture's, but much smaller ones share the device with a large one.</summary>
/// <remarks>
/// Oldest first because results then arrive, and are safe, as early as possible, while the callers of younger sessions decode and
/// plan. A picture with a quarter of the oldest's work left, or less, may overtake it, because it would otherwise wait hours
/// behind a scan; all of those together get as much time as the oldest's latest step took, so that none is held up for ever.
/// </remarks>
internal sealed class StepOrder
{
    /// <summary>How many times more work the oldest must have left.</summary>
    private const int MuchMore = 4;

    private TimeSpan owed;
    private bool overtaking;

    public Segment? Next(List<Segment> running)
    {
        var oldest = running.MinBy(segment => segment.Session.Turn);
        var small = oldest is null || owed <= TimeSpan.Zero
            ? null
            : running.Where(segment => segment.Left <= oldest.Left / MuchMore).MinBy(segment => segment.Session.Turn);
        overtaking = small is not null;
        return small ?? oldest;
    }

    /// <param name="duration">Device time of the step that was next.</param>
    public void OnStep(TimeSpan duration) => owed = overtaking ? owed - duration : duration;
}
