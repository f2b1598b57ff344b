using BirD.Restoration.Priors;
using BirD.Restoration.Sampling;

namespace BirD.Restoration.Engine;

/// <summary>Runs sampler sessions step by step on one device, on a thread of its own.</summary>
/// <remarks>
/// A session is handed over by <see cref="RunAsync"/> and must not be touched by the caller until the task ends;
/// it comes back at a step boundary, always in a state that a checkpoint can hold.
/// </remarks>
public interface IStepEngine : IAsyncDisposable
{
    EngineStatus Status { get; }

    /// <summary>Advances <paramref name="session"/> until it is complete, the limit is reached or the token is cancelled.</summary>
    /// <remarks>Cancellation ends the segment at the next step boundary with <see cref="SegmentEnd.Cancelled"/>; it does not throw.</remarks>
    /// <exception cref="EngineException">The device failed; the session is as it was before the failing step.</exception>
    ValueTask<SegmentResult> RunAsync(SamplerSession session, SegmentLimit limit, CancellationToken cancellationToken);
}

/// <summary>When a segment ends at the latest: after this step index, or at the first step boundary past this much device time.</summary>
public readonly record struct SegmentLimit(int UntilStep, TimeSpan MaxDuration)
{
    public static SegmentLimit None { get; } = new(int.MaxValue, TimeSpan.MaxValue);
}

public enum SegmentEnd
{
    Completed = 0,
    LimitReached = 1,
    Cancelled = 2,
}

/// <param name="End">Why the segment ended.</param>
/// <param name="StepsRun">Diffusion steps taken in this segment.</param>
/// <param name="Busy">Device time spent on this session in this segment.</param>
public readonly record struct SegmentResult(SegmentEnd End, int StepsRun, TimeSpan Busy);

/// <param name="Device">Device name, for example "cpu".</param>
/// <param name="Sessions">Sessions handed over and not yet returned.</param>
/// <param name="StepsTotal">Steps taken since the engine started.</param>
/// <param name="LastStep">Duration of the latest step.</param>
/// <param name="Healthy">False after a device failure that a restart of the process must clear.</param>
public sealed record EngineStatus(string Device, int Sessions, long StepsTotal, TimeSpan LastStep, bool Healthy)
{
    /// <summary>What the device's first failure was, for people; null while it is healthy.</summary>
    public string? Fault { get; init; }

    /// <summary>
    /// Whether the device is past help in this process, and no picture is to blame: after most errors of a GPU everything else fails as well. Not so
    /// on the CPU, where a prior can't do with one picture what it does with the next.
    /// </summary>
    public bool IsLost => this is { Healthy: false, Device: not "cpu" };
}
