using BirD.Grains.Configuration;
using BirD.Grains.Hosting.Identity;
using BirD.Grains.Images;
using BirD.Grains.Jobs;
using BirD.Grains.Scheduling;
using BirD.Grains.Shards;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace BirD.Grains.Hosting;

/// <summary>A silo inside a host: alone in one process, or one of a cluster.</summary>
public static class BirdHostExtensions
{
    /// <summary>Part of a silo's name in Orleans. Nobody listens on it.</summary>
    private const int NominalPort = 11_111;

    private static readonly TimeSpan EmbeddedStorePatience = TimeSpan.FromSeconds(10);

    /// <summary>
    /// No call inside one process can get lost, so one that takes long only means that the machine is busy or was asleep: the 30 seconds
    /// of a cluster ended whole runs during the search for a shake on a loaded machine.
    /// </summary>
    private static readonly TimeSpan EmbeddedCallPatience = TimeSpan.FromDays(1);

    /// <summary>
    /// Adds a silo that opens no port at all: everything that talks to it lives in this process, and no other user of the
    /// machine has a way in (docs/security.md). See <see cref="BirdSiloBuilderExtensions.AddBird"/> for what the host has to add.
    /// </summary>
    /// <param name="builder">The host.</param>
    /// <param name="role">What the silo does; null takes it from the configuration (Bird:Silo:Role, all by default).</param>
    /// <remarks>It exists for the run that a user started: it leaves other jobs alone and ends on a full disk.</remarks>
    public static IHostApplicationBuilder AddBirdSilo(this IHostApplicationBuilder builder, SiloRole? role = null)
    {
        var options = builder.Configuration.GetSection("Bird:Silo").Get<BirdSiloOptions>() ?? new BirdSiloOptions();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.ShutdownTimeout);
        Quieten(builder.Logging);

        // A busy machine makes these warn of stalls, which is nothing that somebody with one run could do anything about.
        builder.Logging.AddFilter("Orleans", LogLevel.Error).AddFilter("Polly", LogLevel.Error);
        builder.Services.Configure<SchedulerOptions>(scheduler => scheduler.ReviveUnfinishedJobs = false);
        builder.Services.Configure<ShardOptions>(shards => shards.StorePatience = EmbeddedStorePatience);
        builder.Services.Configure<JobOptions>(jobs => jobs.StorePatience = EmbeddedStorePatience);
        builder.Services.Configure<PictureOptions>(pictures => pictures.StorePatience = TimeSpan.Zero);
        return builder.UseOrleans(silo => silo
            .UseLocalhostClustering(NominalPort, gatewayPort: 0, primarySiloEndpoint: null, serviceId: "bird", clusterId: "bird-local")
            .AddBird(role ?? options.Role)
            .Configure<SiloMessagingOptions>(calls => (calls.ResponseTimeout, calls.SystemResponseTimeout) = (EmbeddedCallPatience, EmbeddedCallPatience))
            .UseNoNetwork());
    }

    /// <summary>Adds a silo of a cluster; it takes up unfinished jobs that it finds and waits for its store however long.</summary>
    public static IHostApplicationBuilder AddBirdNode(this IHostApplicationBuilder builder, SiloRole role, ClusterNodeOptions node, Dictionary<string, string> traits)
    {
        Quieten(builder.Logging);
        if (role != SiloRole.Gpu)
        {
            builder.Services.AddHostedService<BacklogWatch>();
        }

        var credentials = builder.Services.AddSiloCredentials(node.Tls, node.ClusterId);
        return builder.UseOrleans(silo => silo.UseBirdCluster(node).UseMutualTls(credentials).UseSiloMetadata(traits).AddBird(role));
    }

    /// <summary>Orleans tells much at start that means nothing to the user of one process; errors come through.</summary>
    private static void Quieten(ILoggingBuilder logging)
    {
        logging.AddFilter("Orleans", LogLevel.Warning);
        logging.AddFilter("Polly", LogLevel.Warning);

        // Advice on server GC, and a watchdog that takes its own first round for a stall.
        logging.AddFilter("Orleans.Runtime.Silo", LogLevel.Error);
        logging.AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
    }
}
