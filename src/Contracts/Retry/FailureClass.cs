namespace BirD.Contracts.Retry;

/// <summary>Why a picture failed, which decides whether and how it is tried again.</summary>
[GenerateSerializer, Alias("bird.failure-class.v1")]
public enum FailureClass
{
    /// <summary>The picture itself: damaged, unreadable, too large. Trying again will not help.</summary>
    Input = 0,

    /// <summary>Storage, network, an unforeseen error: may pass. Tried again with growing pauses.</summary>
    Transient = 1,

    /// <summary>Not enough device memory. Tried again alone on the device.</summary>
    Resource = 2,

    /// <summary>A worker died while it held the picture. Tried again alone, then given up.</summary>
    Poison = 3,

    /// <summary>Parts of the original are missing; what can be shown lies in the output. Trying again will not help, another copy will.</summary>
    Damaged = 4,
}
