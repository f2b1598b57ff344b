using System.ComponentModel.DataAnnotations;
using BirD.Grains.Hosting;
using BirD.Restoration.Engine;
using BirD.Restoration.Hosting;
using BirD.Storage.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace BirD.Silo.Hosting;

/// <summary>Composes the host of one silo: stores, restoration, grains.</summary>
internal static class SiloHost
{
    /// <exception cref="ValidationException">A setting is missing; the message names it and says what to do.</exception>
    public static IHost Build(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(args);
        var options = builder.Configuration.GetSection(SiloHostOptions.Section).Get<SiloHostOptions>() ?? new SiloHostOptions();
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        builder.Services.AddLocalStorage(options.StoreDirectory);
        builder.Services.AddRestoration(new RestorationOptions { PriorFile = options.PriorFile });
        builder.AddBirdSilo(standing: true);
        var host = builder.Build();
        if (host.Services.GetRequiredService<IOptions<BirdSiloOptions>>().Value.Role != SiloRole.Control)
        {
            // Loads the prior now: a silo that can't work should say so before it joins.
            host.Services.GetRequiredService<IStepEngine>();
        }

        return host;
    }
}
