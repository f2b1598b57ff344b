using BirD.Restoration.Engine;

namespace BirD.Silo.Health;

/// <summary>Tells a slow engine from a stuck one, from its counters alone: no store and no grain is asked.</summary>
internal sealed class EngineWatch(IStepEngine engine, TimeProvider time)
{
    /// <summary>Patience before a step is known to take longer: also the first evaluation of a large model ends within it.</summary>
    private static readonly TimeSpan LeastPatience = TimeSpan.FromMinutes(2);

    private readonly Lock gate = new();
    private long steps = -1;
    private long seenAt = time.GetTimestamp();
    private TimeSpan longest;

    /// <summary>Null when the engine is idle or moving; else what is wrong with it.</summary>
    public string? Fault()
    {
        var status = engine.Status;
        lock (gate)
        {
            longest = status.LastStep > longest ? status.LastStep : longest;
            if (!status.Healthy)
            {
                return $"The device {status.Device} failed; only a restart of this process can clear that.";
            }

            if (status.Sessions == 0 || status.StepsTotal != steps)
            {
                (steps, seenAt) = (status.StepsTotal, time.GetTimestamp());
                return null;
            }

            var patience = 3 * longest > LeastPatience ? 3 * longest : LeastPatience;
            var still = time.GetElapsedTime(seenAt);
            return still > patience
                ? $"The engine on {status.Device} has taken no step for {still.TotalSeconds:F0} s, with {status.Sessions} pictures waiting."
                : null;
        }
    }
}
