using BirD.Grains.Configuration;
using BirD.Grains.Diagnostics;
using BirD.Grains.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace BirD.Silo.Telemetry;

/// <summary>Traces, metrics and logs by OpenTelemetry. Nothing of it is set up, and no span made, unless somebody asks.</summary>
internal static class TelemetryServices
{
    public const string MetricsPath = "/metrics";

    private const string ServiceName = "bird-silo";

    /// <summary>
    /// OTLP when OTEL_EXPORTER_OTLP_ENDPOINT is set, with all of OpenTelemetry's own variables in force; a page for
    /// Prometheus by <see cref="TelemetryOptions.Prometheus"/>. OTEL_SDK_DISABLED=true ends both.
    /// </summary>
    public static WebApplicationBuilder AddBirdTelemetry(this WebApplicationBuilder builder, SiloRole role, ClusterNodeOptions node, TelemetryOptions options)
    {
        var otlp = SendsOtlp(builder.Configuration);
        if (!otlp && !Serves(builder.Configuration, options))
        {
            return builder;
        }

        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(resource => resource
            .AddService(ServiceName, serviceVersion: Version, autoGenerateServiceInstanceId: false, serviceInstanceId: node.NameOrDefault)
            .AddAttributes([new("bird.role", role.ToString().ToLowerInvariant()), new("bird.cluster", node.ClusterId)])
            .AddEnvironmentVariableDetector());
        telemetry.WithMetrics(metrics => metrics
            .AddMeter(Instruments.MeterName, "Microsoft.Orleans")
            .AddAspNetCoreInstrumentation()
            .AddRuntimeInstrumentation()
            .AddView(OrleansView.Of));
        if (otlp)
        {
            builder.UseOrleans(silo => silo.AddActivityPropagation());
            telemetry.WithTracing(tracing => Trace(tracing, builder.Configuration));
            telemetry.WithLogging(_ => { }, logs => logs.IncludeFormattedMessage = true);
            telemetry.UseOtlpExporter();
        }

        if (Serves(builder.Configuration, options))
        {
            telemetry.WithMetrics(metrics => metrics.AddPrometheusExporter());
        }

        return builder;
    }

    /// <summary>Maps the page for Prometheus, if it is asked for.</summary>
    public static WebApplication MapBirdTelemetry(this WebApplication app, TelemetryOptions options)
    {
        if (Serves(app.Configuration, options))
        {
            app.MapPrometheusScrapingEndpoint(MetricsPath);
        }

        return app;
    }

    private static string Version => typeof(TelemetryServices).Assembly.GetName().Version!.ToString(3);

    private static bool SendsOtlp(IConfiguration configuration) =>
        !IsDisabled(configuration) && !string.IsNullOrWhiteSpace(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);

    private static bool Serves(IConfiguration configuration, TelemetryOptions options) => options.Prometheus && !IsDisabled(configuration);

    private static bool IsDisabled(IConfiguration configuration) =>
        string.Equals(configuration["OTEL_SDK_DISABLED"], "true", StringComparison.OrdinalIgnoreCase);

    private static void Trace(TracerProviderBuilder tracing, IConfiguration configuration)
    {
        tracing
            .AddSource(Spans.SourceName, "Microsoft.Orleans.Application", "Microsoft.Orleans.Lifecycle", "Microsoft.Orleans.Storage")
            .AddAspNetCoreInstrumentation(http => http.Filter = context =>
                !context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal)
                && !context.Request.Path.StartsWithSegments(MetricsPath, StringComparison.Ordinal));
        if (string.IsNullOrEmpty(configuration["OTEL_TRACES_SAMPLER"]))
        {
            tracing.SetSampler(new ParentBasedSampler(new RootSampler()));
        }
    }
}
