namespace BirD.Contracts.Shards;

/// <summary>A shard's books at one moment.</summary>
[GenerateSerializer, Immutable, Alias("bird.shard-snapshot.v1")]
public sealed record ShardSnapshot
{
    [Id(0)]
    public required int Items { get; init; }

    [Id(1)]
    public required int Finished { get; init; }

    [Id(2)]
    public required int Leased { get; init; }

    /// <summary>Waiting for a retry's pause to pass.</summary>
    [Id(3)]
    public required int Delayed { get; init; }

    /// <summary>Activation count of the shard in this run.</summary>
    [Id(4)]
    public required int Term { get; init; }

    /// <summary>Failed or interrupted attempts per item.</summary>
    [Id(5)]
    public required IReadOnlyList<int> Attempts { get; init; }
}
