using BirD.Grains.Hosting;
using BirD.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace BirD.Grains.Tests.Membership;

/// <summary>Orleans' own provider, as a silo with --membership redis has it.</summary>
public sealed class RedisMembershipTests(ServersFixture servers) : MembershipConformance
{
    private readonly string cluster = $"c{Guid.NewGuid():N}";
    private readonly List<IHost> hosts = [];

    /// <summary>It keeps one tag for all rows.</summary>
    protected override bool SignsOfLifeKeepTags => false;

    protected override Task<IMembershipTable> OpenAsync()
    {
        Assert.SkipWhen(RedisServer.Missing is not null, RedisServer.Missing ?? "");
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleans(silo => silo.UseBirdCluster(new ClusterNodeOptions
        {
            ClusterId = cluster,
            Membership = MembershipKind.Redis,
            Redis = servers.Redis!.Endpoint,
        }));
        var host = builder.Build();
        hosts.Add(host);
        var table = host.Services.GetRequiredService<IMembershipTable>();
        return InitializedAsync(table);
    }

    protected override Task CloseAsync()
    {
        hosts.ForEach(host => host.Dispose());
        return Task.CompletedTask;
    }

    private static async Task<IMembershipTable> InitializedAsync(IMembershipTable table)
    {
        await table.InitializeMembershipTableAsync(tryInitTableVersion: true, Token);
        return table;
    }
}
