using BirD.Contracts.Scheduling;

namespace BirD.Grains.Scheduling;

/// <summary>How much time a job has had in slots and on devices, pictures in work included by estimate.</summary>
/// <remarks>
/// Deficit round robin without rounds: the job that has had least goes first. A picture counts from its start, at the
/// job's average so far, or a job of long pictures would be given every slot before its first one ended; until one has, at the
/// time that passed since the first began.
/// </remarks>
internal sealed class JobShare(double startsAt, TimeProvider time)
{
    private long? began;
    private double seconds;
    private long taken;
    private long ended;

    /// <summary>Seconds, as compared between jobs.</summary>
    public double Served => startsAt + seconds + (Math.Max(0, taken - ended) * Average);

    private double Average => ended > 0 ? seconds / ended : began is { } first ? Math.Max(1, time.GetElapsedTime(first).TotalSeconds) : 1;

    public void Enter(JobUsage usage)
    {
        if (usage.Taken > 0)
        {
            began ??= time.GetTimestamp();
        }

        taken += usage.Taken;
        ended += usage.Ended;
        seconds += usage.WorkSeconds;
    }
}
