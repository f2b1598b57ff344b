using BirD.Contracts.Jobs;
using BirD.Contracts.Retry;

namespace BirD.Contracts.Leases;

/// <summary>How work on a leased picture ended. The result, if any, is already in its place.</summary>
[GenerateSerializer, Immutable, Alias("bird.item-outcome.v1")]
public sealed record ItemOutcome
{
    [Id(0)]
    public required int Item { get; init; }

    [Id(1)]
    public required long Epoch { get; init; }

    [Id(2)]
    public required ItemResult Result { get; init; }

    /// <summary>For people: the reason of a failure, or a note on an unchanged picture.</summary>
    [Id(3)]
    public string? Message { get; init; }

    /// <summary>Set when <see cref="Result"/> is failed.</summary>
    [Id(4)]
    public FailureClass? Failure { get; init; }

    /// <summary>Steps taken under this lease.</summary>
    [Id(5)]
    public long StepsRun { get; init; }
}

/// <param name="Refused">Outcomes that came under a lease no longer held: somebody else has the picture.</param>
[GenerateSerializer, Immutable, Alias("bird.commit-reply.v1")]
public sealed record CommitReply([property: Id(0)] IReadOnlyList<LeaseRef> Refused);

/// <summary>Why a lease is given back unfinished.</summary>
[GenerateSerializer, Alias("bird.release-reason.v1")]
public enum ReleaseReason
{
    /// <summary>The worker is being stopped.</summary>
    Drain = 0,

    /// <summary>The lease was revoked: the job is paused or cancelled.</summary>
    Revoked = 1,
}
