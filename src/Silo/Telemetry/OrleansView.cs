using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;

namespace BirD.Silo.Telemetry;

/// <summary>Keeps Orleans' metrics few: an attribute that names a silo starts a new series with every restart of one.</summary>
internal static class OrleansView
{
    /// <summary>The attributes of a few values each; what isn't here is summed up.</summary>
    private static readonly string[] Kept = ["type", "status", "direction", "phase", "reason", "name", "via"];

    public static MetricStreamConfiguration? Of(Instrument instrument) =>
        instrument.Meter.Name == "Microsoft.Orleans" ? new MetricStreamConfiguration { TagKeys = Kept } : null;
}
