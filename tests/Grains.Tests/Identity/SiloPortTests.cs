using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using BirD.Grains.Configuration;
using BirD.Grains.Hosting;
using BirD.Grains.Hosting.Identity;
using BirD.Grains.Membership;
using BirD.Grains.Tests.Cluster;
using BirD.Grains.Tests.Fakes;
using BirD.Storage.Objects;
using BirD.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace BirD.Grains.Tests.Identity;

/// <summary>Who has no certificate of the cluster gets neither a word in at a silo's port nor a place among its members.</summary>
public sealed class SiloPortTests
{
    private const string ClusterId = "c";

    /// <summary>For a machine under load; a silo hangs up much sooner.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Port_SpeaksToMembersOnly()
    {
        var world = new World();
        var port = LoopbackPort.Free();
        using var host = Node(world, world.Objects, port);
        await host.StartAsync();

        var member = await new StoreCredentials(world.Objects, ClusterId, TimeProvider.System).ReadAsync(CancellationToken.None);
        var foreign = await new StoreCredentials(new MemoryObjectStore(), ClusterId, TimeProvider.System).ReadAsync(CancellationToken.None);
        (await AnswersAsync(port, member.Own)).ShouldBeTrue("a member is greeted");
        (await AnswersAsync(port, foreign.Own)).ShouldBeFalse("with a foreign certificate");
        (await AnswersAsync(port, null)).ShouldBeFalse("without one");
        await host.StopAsync();
    }

    [Fact]
    public async Task Silo_WithAnotherIdentity_CannotJoin_AndOneWithOursCan()
    {
        var world = new World();
        using var first = Node(world, world.Objects, LoopbackPort.Free());
        await first.StartAsync();
        using var stranger = Node(world, new MemoryObjectStore(), LoopbackPort.Free());
        await Should.ThrowAsync<Exception>(() => stranger.StartAsync());

        using var second = Node(world, world.Objects, LoopbackPort.Free());
        await second.StartAsync();
        var document = await world.Objects.GetAsync(ObjectStoreMembershipTable.KeyOf(ClusterId));
        document.ShouldNotBeNull();
        await second.StopAsync();
        await first.StopAsync();
    }

    /// <param name="identities">Where its identity lies; the members' list is the world's in any case.</param>
    private static IHost Node(World world, IObjectStore identities, int port)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        BirdCluster.AddWorld(builder.Services, world, $"at-{port}");
        builder.AddBirdNode(SiloRole.All, new ClusterNodeOptions { ClusterId = ClusterId, SiloPort = port }, []);
        builder.Services.AddSingleton<ICredentialSource>(new StoreCredentials(identities, ClusterId, TimeProvider.System));
        builder.Services.Configure<ClusterMembershipOptions>(membership => membership.MaxJoinAttemptTime = TimeSpan.FromSeconds(5));
        return builder.Build();
    }

    /// <summary>Whether the silo says anything of its own to a caller with this certificate.</summary>
    private static async Task<bool> AnswersAsync(int port, X509Certificate2? certificate)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port, patience.Token);
        await using var stream = new SslStream(client.GetStream());
        try
        {
            await stream.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = "bird",
                    ClientCertificates = certificate is null ? null : [certificate],
#pragma warning disable CA5359 // The attacker takes any silo.
                    RemoteCertificateValidationCallback = (_, _, _, _) => true,
#pragma warning restore CA5359
                },
                patience.Token);
            return await stream.ReadAsync(new byte[64], patience.Token) > 0;
        }
        catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
        {
            return false;
        }
    }
}
