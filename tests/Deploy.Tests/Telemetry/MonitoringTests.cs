using System.Text.Json.Nodes;
using BirD.Deploy.Tests.Charts;
using BirD.Deploy.Tests.Cluster;

namespace BirD.Deploy.Tests.Telemetry;

/// <summary>Dashboard and alerts go by metrics that a running silo has, and every alert is explained.</summary>
public sealed class MonitoringTests(Deployment deployment)
{
    private static readonly string Folder = Path.Combine(Chart.Folder, "monitoring");

    [Fact]
    public void Dashboard_AsksForMetricsThatThereAre()
    {
        Assert.SkipWhen(Deployment.Missing is not null, Deployment.Missing ?? "");
        var dashboard = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "dashboard.json")))!;
        var queries = dashboard["panels"]!.AsArray().SelectMany(panel => panel!["targets"]?.AsArray() ?? []).Select(target => (string)target!["expr"]!).ToList();
        queries.Count.ShouldBeGreaterThan(20);
        queries.SelectMany(MetricNames.In).ShouldBeSubsetOf(Exposed());
    }

    [Fact]
    public void Alerts_AskForMetricsThatThereAre()
    {
        Assert.SkipWhen(Deployment.Missing is not null, Deployment.Missing ?? "");
        Alerts().SelectMany(alert => MetricNames.In((string)alert["expr"]!)).ShouldBeSubsetOf(Exposed());
        Alerts().ShouldAllBe(alert => MetricNames.In((string)alert["expr"]!).Any());
    }

    [Fact]
    public void EveryAlert_IsExplainedToTheOperator()
    {
        var operations = File.ReadAllText(Path.Combine(Tool.Root, "docs", "operations.md"));
        Alerts().Select(alert => (string)alert["alert"]!).Where(name => !operations.Contains($"| `{name}` |", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void Autoscaling_GoesByMetricsThatThereAre()
    {
        Assert.SkipWhen(Deployment.Missing is not null, Deployment.Missing ?? "");
        MetricNames.In(File.ReadAllText(Path.Combine(Chart.Folder, "templates", "_helpers.tpl"))).ShouldBeSubsetOf(Exposed());
        MetricNames.In(File.ReadAllText(Path.Combine(Chart.Folder, "templates", "autoscaling.yaml"))).ShouldBeSubsetOf(Exposed());
    }

    [Fact]
    public void NamesOfOurInstruments_AreThoseThatPrometheusSees()
    {
        Assert.SkipWhen(Deployment.Missing is not null, Deployment.Missing ?? "");
        deployment.Metrics.Values.SelectMany(MetricNames.On).Where(name => name.StartsWith("bird_", StringComparison.Ordinal)).Distinct()
            .ShouldBeSubsetOf(MetricNames.Ours());
    }

    /// <summary>What the silos of the run had, and what appears with the first failure, time-out or lost lease.</summary>
    private HashSet<string> Exposed() =>
        [.. deployment.Metrics.Values.SelectMany(MetricNames.On), .. MetricNames.Ours(), .. MetricNames.OrleansCounters()];

    private static List<JsonObject> Alerts() =>
        [.. Yaml.Read(File.ReadAllText(Path.Combine(Folder, "alerts.yaml"))).Single()["groups"]!.AsArray().SelectMany(group => group!["rules"]!.AsArray()).OfType<JsonObject>()];
}
