using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BirD.Silo.Health;

/// <summary>The probes that orchestrators ask; anonymous, and without secrets in the answer.</summary>
internal static class HealthEndpoints
{
    private const string Alive = "alive";
    private const string Ready = "ready";

    /// <param name="services">The host's services.</param>
    /// <param name="works">Whether the silo has a device.</param>
    public static IServiceCollection AddSiloHealth(this IServiceCollection services, bool works)
    {
        var checks = services.AddHealthChecks().AddCheck<MemberCheck>("member", tags: [Ready]);
        if (works)
        {
            services.AddSingleton<EngineWatch>();
            checks.AddCheck<EngineCheck>("engine", tags: [Alive, Ready]).AddCheck<FallbackCheck>("device", tags: [Ready]);
        }

        return services;
    }

    /// <summary>
    /// <c>/health/live</c>: does the process still do its work? <c>/health/ready</c>: may it be sent work?
    /// <c>/health/startup</c>: has it joined, with its prior loaded and warmed up? 200 or 503, with the reasons as JSON.
    /// </summary>
    public static WebApplication MapSiloHealth(this WebApplication app)
    {
        Map("/health/live", Alive);
        Map("/health/ready", Ready);
        Map("/health/startup", Ready);
        return app;

        void Map(string path, string tag) => app.MapHealthChecks(
            path, new HealthCheckOptions { Predicate = check => check.Tags.Contains(tag), ResponseWriter = WriteAsync });
    }

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(JsonSerializer.Serialize(new
        {
            status = report.Status.ToString(),
            checks = report.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Description ?? entry.Value.Status.ToString()),
        }));
    }
}
