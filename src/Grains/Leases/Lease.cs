using BirD.Contracts.Leases;

namespace BirD.Grains.Leases;

/// <summary>A lease as the shard keeps it.</summary>
internal sealed class Lease
{
    public required int Item { get; init; }

    public required long Epoch { get; init; }

    public required WorkerId Worker { get; init; }

    /// <summary>Clock reading at the grant.</summary>
    public required long GrantedAt { get; init; }

    /// <summary>Clock reading of the latest renewal.</summary>
    public required long RenewedAt { get; set; }

    public int Step { get; set; }

    public int Steps { get; set; }

    public long StepsRun { get; set; }
}
