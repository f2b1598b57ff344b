using System.Net;
using BirD.Grains.Membership;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace BirD.Grains.Hosting;

/// <summary>A silo that is one of several.</summary>
public static class ClusterNodeExtensions
{
    /// <summary>Endpoints, identity and membership of a silo in a cluster; without a gateway, since no client connects from outside.</summary>
    /// <exception cref="FormatException">The address is none.</exception>
    public static ISiloBuilder UseBirdCluster(this ISiloBuilder silo, ClusterNodeOptions node)
    {
        var address = IPAddress.Parse(node.Address);
        silo.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (node.ClusterId, node.ServiceId));
        silo.Configure<SiloOptions>(options => options.SiloName = node.NameOrDefault);
        var port = node.SiloPort > 0 ? node.SiloPort : FreePort.Find();
        silo.ConfigureEndpoints(address, port, gatewayPort: 0, listenOnAnyHostAddress: !IPAddress.IsLoopback(address));
        if (node.Membership == MembershipKind.Redis)
        {
            return silo.UseRedisClustering(node.Redis!);
        }

        silo.Services.TryAddSingleton(TimeProvider.System);
        silo.Services.AddSingleton<IMembershipTable, ObjectStoreMembershipTable>();
        return silo;
    }
}
