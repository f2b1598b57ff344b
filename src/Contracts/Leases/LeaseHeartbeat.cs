using BirD.Contracts.Images;

namespace BirD.Contracts.Leases;

/// <summary>"Still working on these": renews leases and says how far the pictures are.</summary>
[GenerateSerializer, Immutable, Alias("bird.lease-heartbeat.v1")]
public sealed record LeaseHeartbeat(
    [property: Id(0)] WorkerId Worker, [property: Id(1)] IReadOnlyList<ItemPulse> Items)
{
    /// <summary>Of those pictures that the shard wanted to be told more of; null for none.</summary>
    [Id(2)]
    public IReadOnlyList<LeaseLook>? Looks { get; init; }
}

/// <param name="Item">Item number in the shard.</param>
/// <param name="Epoch">Epoch of the lease.</param>
/// <param name="Look">What the picture has learned so far.</param>
[GenerateSerializer, Immutable, Alias("bird.lease-look.v1")]
public sealed record LeaseLook([property: Id(0)] int Item, [property: Id(1)] long Epoch, [property: Id(2)] ItemLook Look);

/// <param name="Item">Item number in the shard.</param>
/// <param name="Epoch">Epoch of the lease.</param>
/// <param name="Step">Diffusion steps the picture has behind it.</param>
/// <param name="Steps">Steps in all; 0 while the picture is being opened.</param>
/// <param name="StepsRun">Steps taken under this lease.</param>
[GenerateSerializer, Immutable, Alias("bird.item-pulse.v1")]
public readonly record struct ItemPulse(
    [property: Id(0)] int Item,
    [property: Id(1)] long Epoch,
    [property: Id(2)] int Step,
    [property: Id(3)] int Steps,
    [property: Id(4)] long StepsRun);

/// <param name="Revoked">Leases to give back: checkpoint the picture, then release it.</param>
[GenerateSerializer, Immutable, Alias("bird.heartbeat-reply.v1")]
public sealed record HeartbeatReply([property: Id(0)] IReadOnlyList<LeaseRef> Revoked)
{
    /// <summary>Leases whose pictures somebody looks at: tell of them with the next heartbeat. Null for none.</summary>
    [Id(1)]
    public IReadOnlyList<LeaseRef>? Watched { get; init; }
}

/// <param name="Item">Item number in the shard.</param>
/// <param name="Epoch">Epoch of the lease.</param>
[GenerateSerializer, Immutable, Alias("bird.lease-ref.v1")]
public readonly record struct LeaseRef([property: Id(0)] int Item, [property: Id(1)] long Epoch);
