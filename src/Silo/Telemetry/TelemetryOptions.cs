namespace BirD.Silo.Telemetry;

/// <summary>What a silo tells about itself; section "Bird:Telemetry". OTLP has OpenTelemetry's own variables, OTEL_*.</summary>
public sealed class TelemetryOptions
{
    public const string Section = "Bird:Telemetry";

    /// <summary>Whether the silo's HTTP port serves /metrics for Prometheus, to everybody who can reach it. Default false.</summary>
    public bool Prometheus { get; set; }
}
