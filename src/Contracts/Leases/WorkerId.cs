using Orleans.Runtime;

namespace BirD.Contracts.Leases;

/// <summary>A worker is its silo: one per silo, gone when the silo is gone.</summary>
[GenerateSerializer, Immutable, Alias("bird.worker-id.v1")]
public readonly record struct WorkerId([property: Id(0)] SiloAddress Silo)
{
    public override string ToString() => Silo.ToParsableString();
}
