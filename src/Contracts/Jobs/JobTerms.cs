namespace BirD.Contracts.Jobs;

/// <summary>How a job shares the cluster with others; may change at any time.</summary>
/// <param name="Priority">Higher goes first; jobs of equal priority share alike.</param>
/// <param name="MaxInFlight">Pictures in work at once in the whole cluster; null for no limit.</param>
[GenerateSerializer, Immutable, Alias("bird.job-terms.v1")]
public sealed record JobTerms([property: Id(0)] int Priority = 0, [property: Id(1)] int? MaxInFlight = null);

/// <summary>What becomes of pictures in work when a job is cancelled.</summary>
[GenerateSerializer, Alias("bird.cancel-mode.v1")]
public enum CancelMode
{
    /// <summary>They are checkpointed and given back.</summary>
    Abort = 0,

    /// <summary>They are finished first.</summary>
    FinishCurrent = 1,
}
