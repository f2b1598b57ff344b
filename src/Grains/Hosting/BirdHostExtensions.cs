using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BirD.Grains.Hosting;

/// <summary>A silo inside a host of one machine.</summary>
public static class BirdHostExtensions
{
    /// <summary>
    /// Adds a silo with localhost clustering on a free port and no gateway: everything that talks to it lives in this
    /// process. See <see cref="BirdSiloBuilderExtensions.AddBird"/> for what the host has to add.
    /// </summary>
    public static IHostApplicationBuilder AddBirdSilo(this IHostApplicationBuilder builder, SiloRole role = SiloRole.All)
    {
        var options = builder.Configuration.GetSection("Bird:Silo").Get<BirdSiloOptions>() ?? new BirdSiloOptions();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.ShutdownTimeout);
        Quieten(builder.Logging);
        return builder.UseOrleans(silo => silo
            .UseLocalhostClustering(FreePort.Find(), gatewayPort: 0, primarySiloEndpoint: null, serviceId: "bird", clusterId: "bird-local")
            .AddBird(role));
    }

    /// <summary>Orleans tells much at start that means nothing to the user of one process; errors come through.</summary>
    private static void Quieten(ILoggingBuilder logging)
    {
        logging.AddFilter("Orleans", LogLevel.Warning);
        logging.AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
        logging.AddFilter("Orleans.Runtime.SiloControl", LogLevel.Error);
        logging.AddFilter("Orleans.Hosting", LogLevel.Error);
        logging.AddFilter("Microsoft.Orleans", LogLevel.Error);
    }
}
