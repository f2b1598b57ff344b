namespace BirD.Restoration.Sampling;

/// <summary>One picture's sampler: what is fixed for the run and the state that evolves.</summary>
public sealed class SamplerSession
{
    /// <summary>Steps already taken.</summary>
    public int StepIndex { get; internal set; }

    /// <summary>Steps of the whole run.</summary>
    public int StepCount { get; internal init; }

    public bool IsComplete => StepIndex >= StepCount;
}
