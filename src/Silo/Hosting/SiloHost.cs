using System.ComponentModel.DataAnnotations;
using System.Net;
using BirD.Grains.Configuration;
using BirD.Grains.Hosting;
using BirD.Restoration.Hosting;
using BirD.Restoration.Imaging.Isolation;
using BirD.Silo.Api;
using BirD.Silo.Drills;
using BirD.Silo.Health;
using BirD.Silo.Telemetry;
using BirD.Silo.Web;
using BirD.Storage.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BirD.Silo.Hosting;

/// <summary>Composes one silo of a cluster: stores, restoration, grains, API, health.</summary>
internal static class SiloHost
{
    /// <param name="given">Configuration keys and values that win over environment and files.</param>
    /// <exception cref="SettingException">A setting can't be used; the message names it and says what to write.</exception>
    public static WebApplication Build(IReadOnlyDictionary<string, string?> given)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(FromEnvironment()).AddInMemoryCollection(given);
        var settings = new SiloSettings(builder.Configuration);
        var (silo, node, http) = (settings.Silo, settings.Cluster, settings.Http);
        var works = silo.Role != SiloRole.Control;

        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("Azure", LogLevel.Warning);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = silo.ShutdownTimeout);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(
            IPAddress.Parse(http.Address), http.Port ?? (silo.Role == SiloRole.Gpu ? 0 : HttpOptions.DefaultPort)));
        builder.Services.AddStorage(settings.Store, settings.Inputs, settings.Outputs);

        // Loaded first: a silo that can't work should say so before it joins, and its members are told what it has.
        var prior = works && settings.Prior.File != NoOpPictures.Prior ? PriorLoader.Load(settings.Prior) : null;
        if (prior is not null)
        {
            builder.Services.AddRestoration(new RestorationOptions { Limits = settings.Prior.ToLimits(), DecodeHelper = DecodeHelperOptions.For("bird", "BirD.Silo") }, _ => prior);
        }
        else if (works)
        {
            builder.Services.AddNoOpPictures();
        }

        builder.AddBirdNode(silo.Role, node, SiloTraits.Of(silo.Role, prior?.Title, prior?.Denoiser.Info));
        builder.Services.AddSiloHealth(works);
        builder.AddBirdApi(silo.Role);
        builder.AddBirdTelemetry(silo.Role, node, settings.Telemetry);
        var app = builder.Build();
        app.MapSiloHealth();
        app.MapBirdTelemetry(settings.Telemetry);
        app.MapBirdApi(silo.Role);
        app.MapWebPages(silo.Role);
        return app;
    }

    private static IEnumerable<KeyValuePair<string, string?>> FromEnvironment() =>
        from setting in SiloSetting.All
        let value = Environment.GetEnvironmentVariable(setting.Variable)
        where !string.IsNullOrEmpty(value)
        select KeyValuePair.Create(setting.Key, (string?)value);
}
