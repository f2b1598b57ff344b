using BirD.Contracts.Leases;

namespace BirD.Contracts.Images;

[GenerateSerializer, Alias("bird.segment-state.v1")]
public enum SegmentState
{
    /// <summary>Work goes on.</summary>
    Running = 0,

    /// <summary>The picture reached its end: see the outcome.</summary>
    Ended = 1,

    /// <summary>Work was stopped on demand; the picture can be given back.</summary>
    Stopped = 2,
}

/// <param name="State">Where the picture stands.</param>
/// <param name="Status">How far it is.</param>
/// <param name="Outcome">Set when it ended.</param>
[GenerateSerializer, Immutable, Alias("bird.segment-outcome.v1")]
public sealed record SegmentOutcome(
    [property: Id(0)] SegmentState State, [property: Id(1)] ImageStatus Status, [property: Id(2)] ItemOutcome? Outcome);

/// <param name="Step">Diffusion steps the picture has behind it.</param>
/// <param name="Steps">Steps in all; 0 while it is being opened.</param>
/// <param name="StepsRun">Steps taken under the current lease.</param>
/// <param name="Waited">Time that it waited for the device under the current lease, while the device worked on others.</param>
[GenerateSerializer, Immutable, Alias("bird.image-status.v1")]
public readonly record struct ImageStatus(
    [property: Id(0)] int Step, [property: Id(1)] int Steps, [property: Id(2)] long StepsRun, [property: Id(3)] TimeSpan Waited = default);
