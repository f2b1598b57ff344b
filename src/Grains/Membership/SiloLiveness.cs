using Orleans.Runtime;

namespace BirD.Grains.Membership;

/// <summary>What the local view of the membership says about a worker's silo.</summary>
/// <remarks>
/// Each shard asks for itself: it knows whose leases it gave, and the answer costs no message. A central follower of the
/// membership could die together with the silo that it should have reported (docs/adr/0003).
/// </remarks>
internal sealed class SiloLiveness(IClusterMembershipService membership)
{
    /// <summary>True when the silo was declared dead; false also when it isn't known yet.</summary>
    public bool IsDead(SiloAddress silo) => membership.CurrentSnapshot.GetSiloStatus(silo) == SiloStatus.Dead;
}
