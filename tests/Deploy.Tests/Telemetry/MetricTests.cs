using BirD.Deploy.Tests.Cluster;

namespace BirD.Deploy.Tests.Telemetry;

/// <summary>The metrics of a real run, as the collector and as Prometheus get them.</summary>
public sealed class MetricTests(Deployment deployment)
{
    /// <summary>Attributes of our own metrics. Whoever adds one: a job, a picture or a path makes series without end.</summary>
    private static readonly string[] Allowed = ["outcome", "error.class", "kind"];

    [Fact]
    public void TheCollector_GetsOurMetricsAndOrleans()
    {
        Assert.SkipWhen(Deployment.Missing is not null, Deployment.Missing ?? "");
        var ours = deployment.Collector.Metrics.Where(metric => metric.Scope == "BirD.Cluster").Select(metric => metric.Metric.Name).ToHashSet();
        new[] { "bird.items.completed", "bird.items.ready", "bird.items.leased", "bird.steps", "bird.step.duration", "bird.worker.slots", "bird.checkpoint.duration" }
            .ShouldBeSubsetOf(ours);
        deployment.Collector.Metrics.ShouldContain(metric => metric.Scope == "Microsoft.Orleans");
    }

    [Fact]
    public void NoMetric_NamesAJobAPictureOrASilo()
    {
        Assert.SkipWhen(Deployment.Missing is not null, Deployment.Missing ?? "");
        deployment.Collector.Metrics.Where(metric => metric.Scope == "BirD.Cluster").SelectMany(metric => metric.Attributes).Distinct().ShouldBeSubsetOf(Allowed);
        deployment.Collector.Metrics.Where(metric => metric.Scope == "Microsoft.Orleans").SelectMany(metric => metric.Attributes).ShouldNotContain("silo");
        deployment.Metrics.Values.ShouldAllBe(page => !page.Contains("album", StringComparison.Ordinal) && !page.Contains("whole", StringComparison.Ordinal));
    }

    [Fact]
    public void Prometheus_CountsThePicturesOfTheJob()
    {
        Assert.SkipWhen(Deployment.Missing is not null, Deployment.Missing ?? "");
        Sum("bird-control-1", "bird_items_completed_total").ShouldBe(PodEnvironment.Pictures);
        (Sum("bird-gpu-2", "bird_steps_total") + Sum("bird-gpu-3", "bird_steps_total")).ShouldBe(PodEnvironment.Pictures * PodEnvironment.Steps);
        (Sum("bird-gpu-2", "bird_step_duration_seconds_count") + Sum("bird-gpu-3", "bird_step_duration_seconds_count")).ShouldBe(PodEnvironment.Pictures * PodEnvironment.Steps);
    }

    private double Sum(string silo, string metric) => deployment.Metrics[silo].Split('\n')
        .Where(line => line.StartsWith(metric + "{", StringComparison.Ordinal) || line.StartsWith(metric + " ", StringComparison.Ordinal))
        .Sum(line => double.Parse(line[(line.LastIndexOf('}') + 1)..].Trim().Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture));
}
