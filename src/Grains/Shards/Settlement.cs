using BirD.Contracts.Retry;

namespace BirD.Grains.Shards;

/// <summary>What an outcome, or the lack of one, led to.</summary>
/// <param name="Kind">The consequence.</param>
/// <param name="Held">Time since the lease was granted.</param>
/// <param name="Failure">Class of the failure, if it was one.</param>
internal readonly record struct Settlement(SettlementKind Kind, TimeSpan Held = default, FailureClass? Failure = null);

internal enum SettlementKind
{
    /// <summary>The lease was no longer held; nothing changed.</summary>
    Refused = 0,

    /// <summary>The same outcome was entered before; nothing changed.</summary>
    Repeated = 1,

    /// <summary>The item reached its end.</summary>
    Finished = 2,

    /// <summary>The item failed and will be tried again.</summary>
    RetryLater = 3,

    /// <summary>The item failed for good.</summary>
    GivenUp = 4,
}
