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

    /// <summary>Whose step is next, and whether it overtakes an older picture; nobody's where nothing runs.</summary>
    public (Segment? Lead, bool Overtakes) Next(List<Segment> running)
    {
        var oldest = running.MinBy(segment => segment.Session.Turn);
        var small = oldest is null || owed <= TimeSpan.Zero
            ? null
            : running.Where(segment => segment.Left <= oldest.Left / MuchMore).MinBy(segment => segment.Session.Turn);
        return (small ?? oldest, small is not null);
    }

    /// <param name="duration">Device time of the step that was next.</param>
    /// <param name="overtook">As <see cref="Next"/> said of it.</param>
    public void OnStep(TimeSpan duration, bool overtook) => owed = overtook ? owed - duration : duration;
}
