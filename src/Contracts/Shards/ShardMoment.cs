namespace BirD.Contracts.Shards;

/// <summary>A point in a shard's life, for telling old news of it from new.</summary>
/// <param name="Term">Its activation, counted over all.</param>
/// <param name="Version">Its latest report to the job in that term.</param>
[GenerateSerializer, Immutable, Alias("bird.shard-moment.v1")]
public readonly record struct ShardMoment([property: Id(0)] int Term, [property: Id(1)] long Version)
{
    public bool IsBefore(ShardMoment other) => (Term, Version).CompareTo((other.Term, other.Version)) < 0;
}
