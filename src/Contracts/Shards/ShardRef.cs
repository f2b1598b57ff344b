using System.Globalization;

namespace BirD.Contracts.Shards;

/// <summary>One manifest shard of one run of a job; its text form is the shard grain's key.</summary>
[GenerateSerializer, Immutable, Alias("bird.shard-ref.v1")]
public sealed record ShardRef(
    [property: Id(0)] string JobId, [property: Id(1)] int Run, [property: Id(2)] int Shard)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{JobId}/{Run:D6}/{Shard:D6}");

    /// <exception cref="FormatException">The text is no shard key.</exception>
    public static ShardRef Parse(string key)
    {
        var parts = key.Split('/');
        return parts is [{ Length: > 0 } job, var run, var shard]
            && int.TryParse(run, NumberStyles.None, CultureInfo.InvariantCulture, out var r)
            && int.TryParse(shard, NumberStyles.None, CultureInfo.InvariantCulture, out var s)
                ? new ShardRef(job, r, s)
                : throw new FormatException($"'{key}' is no shard key: job/run/shard is.");
    }
}
