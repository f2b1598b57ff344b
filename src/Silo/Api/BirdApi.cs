using BirD.Grains.Hosting;
using Microsoft.AspNetCore.Builder;

namespace BirD.Silo.Api;

/// <summary>The HTTP API of control silos.</summary>
public static class BirdApi
{
    /// <summary>Registers what the endpoints need.</summary>
    public static WebApplicationBuilder AddBirdApi(this WebApplicationBuilder builder, SiloRole role) => builder;

    /// <summary>Maps the endpoints; a gpu silo has none.</summary>
    public static WebApplication MapBirdApi(this WebApplication app, SiloRole role) => app;
}
