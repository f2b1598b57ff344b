using Orleans.Runtime;

namespace BirD.Grains.Membership;

/// <summary>One silo in the membership document.</summary>
internal sealed record MemberRow
{
    /// <summary>ip:port@generation, as Orleans writes and reads it.</summary>
    public required string Address { get; init; }

    public required long Tag { get; init; }

    public required SiloStatus Status { get; init; }

    public string? HostName { get; init; }

    public string? SiloName { get; init; }

    public string? RoleName { get; init; }

    public int ProxyPort { get; init; }

    public int UpdateZone { get; init; }

    public int FaultZone { get; init; }

    public required DateTime Started { get; init; }

    public required DateTime IAmAlive { get; init; }

    public IReadOnlyList<Suspicion> Suspicions { get; init; } = [];

    [System.Text.Json.Serialization.JsonIgnore]
    public DateTime LastSign => IAmAlive > Started ? IAmAlive : Started;

    public static MemberRow From(MembershipEntry entry, long tag) => new()
    {
        Address = entry.SiloAddress.ToParsableString(),
        Tag = tag,
        Status = entry.Status,
        HostName = entry.HostName,
        SiloName = entry.SiloName,
        RoleName = entry.RoleName,
        ProxyPort = entry.ProxyPort,
        UpdateZone = entry.UpdateZone,
        FaultZone = entry.FaultZone,
        Started = MembershipDocument.Utc(entry.StartTime),
        IAmAlive = MembershipDocument.Utc(entry.IAmAliveTime),
        Suspicions = [.. (entry.SuspectTimes ?? []).Select(vote => new Suspicion(vote.Item1.ToParsableString(), MembershipDocument.Utc(vote.Item2)))],
    };

    public MembershipEntry ToEntry() => new()
    {
        SiloAddress = SiloAddress.FromParsableString(Address),
        Status = Status,
        HostName = HostName ?? "",
        SiloName = SiloName ?? "",
        RoleName = RoleName ?? "",
        ProxyPort = ProxyPort,
        UpdateZone = UpdateZone,
        FaultZone = FaultZone,
        StartTime = MembershipDocument.Utc(Started),
        IAmAliveTime = MembershipDocument.Utc(IAmAlive),
        SuspectTimes = [.. Suspicions.Select(vote => Tuple.Create(SiloAddress.FromParsableString(vote.By), MembershipDocument.Utc(vote.At)))],
    };
}

/// <param name="By">Address of the silo that suspects.</param>
/// <param name="At">When.</param>
internal sealed record Suspicion(string By, DateTime At);
