using BirD.Contracts.Api;
using BirD.Grains.Configuration;
using BirD.Grains.Devices;
using BirD.Grains.Hosting;
using BirD.Restoration.Engine;
using BirD.Restoration.Priors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Runtime;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace BirD.Silo.Api.Clusters;

/// <summary>Membership from the table, the rest from what silos publish about themselves.</summary>
internal sealed class OrleansClusterView(IGrainFactory grains, IServiceProvider services) : IClusterView
{
    public async Task<IReadOnlyList<SiloDocument>> GetSilosAsync()
    {
        var hosts = await grains.GetGrain<IManagementGrain>(0).GetDetailedHosts(onlyActive: false);
        return await Task.WhenAll(hosts.OrderBy(host => host.SiloName, StringComparer.Ordinal).ThenBy(host => host.StartTime).Select(WithUseAsync));
    }

    private async Task<SiloDocument> WithUseAsync(MembershipEntry host)
    {
        var document = ToDocument(host);
        return document is { Status: "active", Device: not null } && await DeviceUses.ReadAsync(grains, host.SiloAddress) is var (inWork, slots, busy, steps)
            ? document with { Use = new DeviceDocument(inWork, slots, Math.Round(busy, 3), Math.Round(steps, 2)) }
            : document;
    }

    private SiloDocument ToDocument(MembershipEntry host)
    {
        var published = services.GetService<ISiloMetadataCache>()?.GetSiloMetadata(host.SiloAddress).Metadata;
        var self = services.GetService<ILocalSiloDetails>()?.SiloAddress == host.SiloAddress;
        return new SiloDocument
        {
            Address = host.SiloAddress.ToParsableString(),
            Name = host.SiloName,
            Status = host.Status.ToString().ToLowerInvariant(),
            Role = published?.GetValueOrDefault(SiloTraits.Role) ?? (self ? SiloTraits.RoleName(services.GetRequiredService<IOptions<BirdSiloOptions>>().Value.Role) : null),
            Device = published?.GetValueOrDefault(SiloTraits.Device) ?? (self ? services.GetService<IStepEngine>()?.Status.Device : null),
            Prior = published?.GetValueOrDefault(SiloTraits.PriorSha256) ?? (self ? services.GetService<IDenoiser>()?.Info.Sha256 : null),
            Started = new DateTimeOffset(DateTime.SpecifyKind(host.StartTime, DateTimeKind.Utc)),
        };
    }
}
