using System.Net;
using BirD.Contracts.Api;
using BirD.Grains.Configuration;
using BirD.Silo.Api;
using BirD.Silo.Api.Configuration;
using BirD.Silo.Api.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BirD.Silo.Web;

/// <summary>The pages over a run in this process, for the person who started it and for nobody else on the machine.</summary>
public static class LocalPages
{
    /// <summary>An empty host that will listen on 127.0.0.1; configure it like any other, then <see cref="AddLocalPages"/>.</summary>
    public static WebApplicationBuilder CreateBuilder() => WebApplication.CreateEmptyBuilder(new WebApplicationOptions());

    /// <summary>Adds API and pages. Every call needs the key of <see cref="AddressOf"/>, whatever else is configured.</summary>
    /// <param name="builder">From <see cref="CreateBuilder"/>, its other configuration complete.</param>
    /// <param name="port">TCP port; 0 takes a free one.</param>
    public static WebApplicationBuilder AddLocalPages(this WebApplicationBuilder builder, int port)
    {
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            // Whoever else is logged in on this machine has its loopback too.
            [$"{ApiOptions.Section}:{nameof(ApiOptions.AnonymousLoopback)}"] = "false",
            [$"{ApiOptions.Section}:{nameof(ApiOptions.Oidc)}:{nameof(ApiOptions.Oidc.Authority)}"] = null,
        });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        builder.Services.AddRouting();
        builder.Services.AddSingleton(new SessionKey(ApiKey.Create(), $"local:{Environment.UserName}", KeyRole.Write));
        return builder.AddBirdApi(SiloRole.All);
    }

    public static WebApplication MapLocalPages(this WebApplication app) => app.MapBirdApi(SiloRole.All).MapWebPages(SiloRole.All);

    /// <summary>Where the job's page is, with the key behind the '#', which browsers send to nobody. Once the host has started.</summary>
    public static Uri AddressOf(WebApplication app, string job) => new(
        $"{app.Urls.Single()}{WebPages.Start}#/jobs/{Uri.EscapeDataString(job)}?key={app.Services.GetRequiredService<SessionKey>().Key}");
}
