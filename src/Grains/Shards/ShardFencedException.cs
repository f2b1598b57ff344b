namespace BirD.Grains.Shards;

/// <summary>A later activation of the shard has taken over; this one may not write any more.</summary>
[GenerateSerializer, Alias("bird.shard-fenced.v1")]
public sealed class ShardFencedException(string message) : Exception(message);
