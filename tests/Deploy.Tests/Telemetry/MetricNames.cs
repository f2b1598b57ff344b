using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text.RegularExpressions;
using BirD.Grains.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace BirD.Deploy.Tests.Telemetry;

/// <summary>The names under which Prometheus sees metrics.</summary>
internal static partial class MetricNames
{
    [GeneratedRegex(@"\b(bird|orleans|dotnet|http|kestrel)_[a-z0-9_]+\b", RegexOptions.ExplicitCapture)]
    private static partial Regex Metric { get; }

    /// <summary>Label matchers and groupings, whose words are no metrics.</summary>
    [GeneratedRegex(@"\{[^}]*\}|\bby \([^)]*\)")]
    private static partial Regex Labels { get; }

    [GeneratedRegex("^# TYPE (?<name>[^ ]+) ", RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Declared { get; }

    [GeneratedRegex("_(bucket|sum|count)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Part { get; }

    /// <summary>Metrics that a query asks for, without the parts of histograms.</summary>
    public static IEnumerable<string> In(string query) => Metric.Matches(Labels.Replace(query, "")).Select(match => Part.Replace(match.Value, "")).Distinct();

    /// <summary>Metrics on a page of /metrics.</summary>
    public static IEnumerable<string> On(string page) => Declared.Matches(page).Select(match => match.Groups["name"].Value);

    /// <summary>Our instruments, also those that nothing was recorded on yet.</summary>
    public static HashSet<string> Ours()
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => { if (instrument.Meter.Name == Instruments.MeterName) { found.Add(Of(instrument)); } } };
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var instruments = new Instruments(services.GetRequiredService<IMeterFactory>(), TimeProvider.System);
        listener.Start();
        return found;
    }

    /// <summary>The counters that Orleans may come to expose, from its own list of names.</summary>
    public static HashSet<string> OrleansCounters() =>
    [
        .. AppDomain.CurrentDomain.Load("Orleans.Core").GetTypes()
            .Where(type => type.Name == "InstrumentNames")
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(field => field.IsLiteral)
            .Select(field => $"{((string)field.GetRawConstantValue()!).Replace('-', '_')}_total"),
    ];

    private static string Of(Instrument instrument)
    {
        var name = instrument.Name.Replace('.', '_');
        var unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        name = name.EndsWith(unit, StringComparison.Ordinal) ? name : name + unit;
        return instrument is Counter<long> or Counter<double> ? name + "_total" : name;
    }
}
