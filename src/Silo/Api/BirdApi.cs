using System.Text.Json.Serialization;
using BirD.Contracts.Api;
using BirD.Grains.Configuration;
using BirD.Grains.Hosting;
using BirD.Restoration.Imaging.Isolation;
using BirD.Silo.Api.Clusters;
using BirD.Silo.Api.Configuration;
using BirD.Silo.Api.Documents;
using BirD.Silo.Api.Jobs;
using BirD.Silo.Api.Limits;
using BirD.Silo.Api.Pictures;
using BirD.Silo.Api.Pictures.Previews;
using BirD.Silo.Api.Pictures.Tiles;
using BirD.Silo.Api.Prefixes;
using BirD.Silo.Api.Problems;
using BirD.Silo.Api.Security;
using BirD.Storage.Roots;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace BirD.Silo.Api;

/// <summary>The HTTP API of control silos.</summary>
public static class BirdApi
{
    /// <summary>Registers what the endpoints need.</summary>
    public static WebApplicationBuilder AddBirdApi(this WebApplicationBuilder builder, SiloRole role)
    {
        if (role == SiloRole.Gpu)
        {
            return builder;
        }

        var section = builder.Configuration.GetSection(ApiOptions.Section);
        var api = section.Get<ApiOptions>() ?? new ApiOptions();
        var services = builder.Services;
        services.AddOptions<ApiOptions>().Bind(section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IClusterView, OrleansClusterView>();
        services.AddSingleton(new RootCatalog(Roots(builder.Configuration, "Bird:Inputs"), Roots(builder.Configuration, "Bird:Outputs")));
        services.AddSingleton<InputProbe>();
        services.AddSingleton<SubmissionPlanner>();
        services.AddSingleton(_ => new PreviewCodec(DecodeHelperOptions.For("bird", "BirD.Silo")));
        services.AddSingleton<Previewer>();
        services.AddSingleton(new TileCache(api.TileCacheBytes));
        services.AddSingleton<VersionBook>();
        services.AddSingleton<TileReader>();
        services.AddSingleton<QueueWatch>();
        services.AddSingleton<PictureReader>();
        services.AddSingleton<PictureWatcher>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<ProblemWriter>();
        services.AddSingleton<Microsoft.AspNetCore.Diagnostics.IExceptionHandler>(provider => provider.GetRequiredService<ProblemWriter>());
        services.AddProblemDetails();
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default);
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        });
        services.AddBirdSubmissions().AddApiAccess(api.Oidc).AddApiLimits(api).AddApiDocument();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = api.MaxRequestBytes;
        });
        return builder;
    }

    /// <summary>Maps the endpoints; a gpu silo has none.</summary>
    public static WebApplication MapBirdApi(this WebApplication app, SiloRole role)
    {
        if (role == SiloRole.Gpu)
        {
            return app;
        }

        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.Use(BodyCheck.InvokeAsync);
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.MapOpenApi($"{ApiOptions.BasePath}/openapi.json");
        var api = app.MapGroup(ApiOptions.BasePath).RequireAuthorization(Policies.Read);
        JobEndpoints.Map(api);
        JobOrderEndpoints.Map(api);
        ClusterEndpoints.Map(api);
        return app;
    }

    private static RootOptions Roots(ConfigurationManager configuration, string section)
    {
        var roots = configuration.GetSection(section).Get<RootOptions>() ?? new RootOptions();
        roots.Merge();
        return roots;
    }
}
