using BirD.Contracts.Jobs;
using BirD.Contracts.Shards;

namespace BirD.Contracts.Leases;

/// <summary>A shard's answer to a worker that asks for pictures.</summary>
[GenerateSerializer, Immutable, Alias("bird.lease-grant.v1")]
public sealed record LeaseGrant
{
    [Id(0)]
    public required JobSpec Spec { get; init; }

    /// <summary>The pictures granted; may be empty.</summary>
    [Id(1)]
    public IReadOnlyList<ItemLease> Items { get; init; } = [];

    /// <summary>A lease that is not renewed for this long is given to another worker.</summary>
    [Id(2)]
    public TimeSpan Duration { get; init; }

    /// <summary>True when every picture of the shard has reached its end.</summary>
    [Id(3)]
    public bool Complete { get; init; }

    /// <summary>When asking again makes sense; null when there is more to grant now.</summary>
    [Id(4)]
    public TimeSpan? AskAgainAfter { get; init; }

    /// <summary>W3C trace context of the job's submission; null when it was not traced.</summary>
    [Id(5)]
    public string? Trace { get; init; }

    /// <summary>When the shard answered.</summary>
    [Id(6)]
    public ShardMoment AsOf { get; init; }
}
