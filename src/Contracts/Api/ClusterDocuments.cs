namespace BirD.Contracts.Api;

/// <summary>The cluster as it stands.</summary>
public sealed record ClusterDocument
{
    public required string ClusterId { get; init; }

    /// <summary>Name and version of this software, of the silo that answers.</summary>
    public required string Software { get; init; }

    public required IReadOnlyList<SiloDocument> Silos { get; init; }

    /// <summary>SHA-256 of the priors that living workers have; a job's prior must be among them.</summary>
    public required IReadOnlyList<string> Priors { get; init; }

    public required QueueDocument Queue { get; init; }
}

/// <summary>One silo, dead ones included for a while.</summary>
public sealed record SiloDocument
{
    public required string Address { get; init; }

    public required string Name { get; init; }

    /// <summary>active, joining, stopping, dead, ...</summary>
    public required string Status { get; init; }

    /// <summary>all, control or gpu; null when not known.</summary>
    public string? Role { get; init; }

    public string? Device { get; init; }

    public string? Prior { get; init; }

    public DateTimeOffset Started { get; init; }

    /// <summary>How busy the device is; null for silos without one and for those that don't answer.</summary>
    public DeviceDocument? Use { get; init; }
}

/// <param name="InWork">Pictures in the worker's hands.</param>
/// <param name="Slots">How many it takes at once: with as many in work its batch is full.</param>
/// <param name="Busy">Part of the last minute that the device spent on steps, 0 to 1.</param>
/// <param name="StepsPerSecond">Over the last minute.</param>
public sealed record DeviceDocument(int InWork, int Slots, double Busy, double StepsPerSecond);

/// <param name="Listing">Jobs being listed.</param>
/// <param name="Running">Jobs that may have work.</param>
/// <param name="Paused">Jobs that were told to wait.</param>
/// <param name="Waiting">Pictures of running jobs without an end, those in work included.</param>
/// <param name="InWork">Pictures in work.</param>
public sealed record QueueDocument(int Listing, int Running, int Paused, long Waiting, int InWork);
