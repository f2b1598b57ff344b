using k8s;
using k8s.Models;

namespace BirD.Deploy.Tests.Charts;

/// <summary>The chart renders to what Kubernetes takes, and refuses what would not work.</summary>
public sealed class ChartTests
{
    /// <summary>The custom resources that the chart can make; Kubernetes' own are known to its client.</summary>
    private static readonly Dictionary<string, Type> Custom = new(StringComparer.Ordinal)
    {
        ["keda.sh/v1alpha1/ScaledObject"] = typeof(CustomResource),
        ["monitoring.coreos.com/v1/ServiceMonitor"] = typeof(CustomResource),
        ["monitoring.coreos.com/v1/PrometheusRule"] = typeof(CustomResource),
    };

    public static TheoryData<string> Examples => [.. Chart.Examples];

    [Theory, MemberData(nameof(Examples))]
    public async Task Lint_FindsNothing(string example)
    {
        Assert.SkipWhen(Tool.Missing is not null, Tool.Missing ?? "");
        var (output, errors, code) = await Tool.RunAsync("helm", "lint", Chart.Folder, "--strict", "--values", Chart.ExampleFile(example));
        code.ShouldBe(0, output + errors);
        output.ShouldNotContain("[WARNING]");
    }

    [Theory, MemberData(nameof(Examples))]
    public async Task Manifests_AreWhatTheirKindsAllow(string example)
    {
        Assert.SkipWhen(Tool.Missing is not null, Tool.Missing ?? "");
        var objects = KubernetesYaml.LoadAllFromString(await Chart.RenderAsync(example), Custom, strict: true);
        objects.OfType<V1Deployment>().Select(deployment => deployment.Metadata.Name).ShouldContain("bird-control");
        objects.OfType<V1Deployment>().ShouldAllBe(deployment => deployment.Spec.Selector.MatchLabels.All(
            label => deployment.Spec.Template.Metadata.Labels[label.Key] == label.Value));
    }

    [Fact]
    public async Task Parser_RefusesAMisspeltField()
    {
        Assert.SkipWhen(Tool.Missing is not null, Tool.Missing ?? "");
        var rendered = (await Chart.RenderAsync("lab")).Replace("minReadySeconds", "minReadySecs", StringComparison.Ordinal);
        Should.Throw<Exception>(() => KubernetesYaml.LoadAllFromString(rendered, Custom, strict: true)).ToString().ShouldContain("minReadySecs");
    }

    [Theory]
    [InlineData("gpu.slots=0", "minimum")]
    [InlineData("gpu.slotz=2", "additional properties 'slotz' not allowed")]
    [InlineData("gpu.device=tpu", "/gpu/device")]
    [InlineData("gpu.devicePolicy=Hope", "/gpu/devicePolicy")]
    [InlineData("gpu.resources.limits.cpu=4", "additional properties 'limits' not allowed")]
    [InlineData("control.replicas=0", "minimum")]
    [InlineData("drain.seconds=1", "/drain/seconds")]
    [InlineData("cluster.membership=etcd", "/cluster/membership")]
    [InlineData("inputs.scans=../originals", "/inputs/scans")]
    [InlineData("settings.Leases=5", "'Leases'")]
    [InlineData("api.oidc.authority=https://id.example.org", "audience")]
    [InlineData("store.account=https://a.blob.core.windows.net", "either store.account or store.connectionSecret")]
    [InlineData("store.connectionSecret.name=", "no account")]
    [InlineData("cluster.membership=redis", "redis.enabled")]
    [InlineData("autoscaling.kind=keda", "prometheusAddress")]
    [InlineData("autoscaling.kind=hpa", "can't scale to zero")]
    [InlineData("ingress.enabled=true", "tlsSecret")]
    [InlineData("control.replicas=2,control.minAvailable=2", "below control.replicas")]
    public async Task Nonsense_IsRefusedWithAReason(string values, string reason)
    {
        Assert.SkipWhen(Tool.Missing is not null, Tool.Missing ?? "");
        var refused = await Should.ThrowAsync<InvalidOperationException>(() => Chart.RenderAsync(["--values", Chart.ExampleFile("lab"), "--set", values]));
        refused.Message.ShouldContain(reason);
    }

    [Fact]
    public async Task Upgrade_ChangesNoSelectorAndNoName()
    {
        Assert.SkipWhen(Tool.Missing is not null, Tool.Missing ?? "");
        using var next = new ChartCopy();
        var file = Path.Combine(next.Folder, "Chart.yaml");
        File.WriteAllText(file, File.ReadAllText(file).Replace("0.1.0", "0.2.0", StringComparison.Ordinal));
        var (before, after) = (await Chart.RenderAsync("aks"), await Chart.RenderAsync(["--values", Chart.ExampleFile("aks")], next.Folder));
        after.ShouldNotBe(before);
        Fixed(after).ShouldBe(Fixed(before));

        static IEnumerable<string> Fixed(string manifests) => Yaml.Read(manifests)
            .Select(manifest => $"{manifest.Kind()} {manifest.Name()} {(manifest.Kind() == "Deployment" ? manifest["spec"]!["selector"]!.ToJsonString() : "")}");
    }

    private sealed class ChartCopy : IDisposable
    {
        public ChartCopy()
        {
            foreach (var file in Directory.GetFiles(Chart.Folder, "*", SearchOption.AllDirectories))
            {
                var copy = Path.Combine(Folder, Path.GetRelativePath(Chart.Folder, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }
        }

        public string Folder { get; } = Directory.CreateTempSubdirectory("bird-chart-").FullName;

        public void Dispose() => Directory.Delete(Folder, recursive: true);
    }
}
