namespace BirD.Deploy.Tests.Charts;

/// <summary>What the pods are told is what a silo reads: names, ports and times come from the options, not from here.</summary>
public sealed class PodTests
{
    public static TheoryData<string, string> Pods => [.. from example in Chart.Examples from role in new[] { "control", "gpu" } select (example, role)];

    [Theory, MemberData(nameof(Pods))]
    public async Task Environment_IsUnderstoodByTheSilo(string example, string role)
    {
        Assert.SkipWhen(Tool.Missing is not null, Tool.Missing ?? "");
        var variables = await EnvironmentAsync(example, role);
        variables.Keys.Where(name => !SiloEnvironment.IsKnown(name)).ShouldBeEmpty();
        var settings = SiloEnvironment.Read(variables);
        settings.Silo.Role.ToString().ShouldBe(role, StringCompareShould.IgnoreCase);
        settings.Cluster.Address.ShouldBe("10.0.0.7");
        settings.Cluster.SiloName.ShouldBe("pod-7");
    }

    [Theory, MemberData(nameof(Pods))]
    public async Task Ports_AreThoseThatTheSiloListensOn(string example, string role)
    {
        Assert.SkipWhen(Tool.Missing is not null, Tool.Missing ?? "");
        var objects = await Chart.ObjectsAsync(example);
        var settings = SiloEnvironment.Read(await EnvironmentAsync(example, role));
        var ports = objects.Deployment(role).Silo()["ports"]!.AsArray().ToDictionary(port => (string)port!["name"]!, port => (int)port!["containerPort"]!);
        ports.ShouldBe(new Dictionary<string, int> { ["silo"] = settings.Cluster.SiloPort, ["http"] = settings.Http.Port!.Value }, ignoreOrder: true);
        foreach (var service in objects.Where(manifest => manifest.Kind() == "Service" && (string?)manifest["spec"]!["selector"]!["app.kubernetes.io/component"] == role))
        {
            service["spec"]!["ports"]!.AsArray().Select(port => (string)port!["targetPort"]!).ShouldBe(["http"]);
        }

        var policy = objects.SingleOrDefault(manifest => manifest.Kind() == "NetworkPolicy" && manifest.Name() == "bird");
        policy?["spec"]!["ingress"]!.AsArray().SelectMany(rule => rule!["ports"]!.AsArray()).Select(port => (int)port!["port"]!).ShouldBe(ports.Values, ignoreOrder: true);
    }

    [Theory, MemberData(nameof(Pods))]
    public async Task Grace_IsLongerThanTheDrain(string example, string role)
    {
        Assert.SkipWhen(Tool.Missing is not null, Tool.Missing ?? "");
        var grace = (int)(await Chart.ObjectsAsync(example)).Deployment(role).Pod()["terminationGracePeriodSeconds"]!;
        TimeSpan.FromSeconds(grace).ShouldBe(SiloEnvironment.Read(await EnvironmentAsync(example, role)).Silo.ShutdownTimeout + TimeSpan.FromSeconds(15));
    }

    [Theory, MemberData(nameof(Pods))]
    public async Task Pods_MayDoLittle(string example, string role)
    {
        Assert.SkipWhen(Tool.Missing is not null, Tool.Missing ?? "");
        var deployment = (await Chart.ObjectsAsync(example)).Deployment(role);
        var (pod, silo) = (deployment.Pod(), deployment.Silo());
        ((bool)pod["automountServiceAccountToken"]!, (bool)pod["securityContext"]!["runAsNonRoot"]!, (bool)silo["securityContext"]!["readOnlyRootFilesystem"]!)
            .ShouldBe((false, true, true));
        silo["securityContext"]!["capabilities"]!["drop"]!.ToJsonString().ShouldBe("[\"ALL\"]");
        silo["resources"]!["limits"]!["memory"]!.ToString().ShouldBe(silo["resources"]!["requests"]!["memory"]!.ToString());
        silo["resources"]!["limits"]!.AsObject().ContainsKey("cpu").ShouldBeFalse();
    }

    [Fact]
    public async Task Gpu_IsOnlyALimit_AndASlicePerPod()
    {
        Assert.SkipWhen(Tool.Missing is not null, Tool.Missing ?? "");
        var resources = (await Chart.ObjectsAsync("onprem-mig")).Deployment("gpu").Silo()["resources"]!;
        ((int)resources["limits"]!["nvidia.com/mig-1g.10gb"]!).ShouldBe(1);
        resources["requests"]!.AsObject().ContainsKey("nvidia.com/mig-1g.10gb").ShouldBeFalse();
    }

    private static async Task<Dictionary<string, string>> EnvironmentAsync(string example, string role) => (await Chart.ObjectsAsync(example)).Environment(
        role,
        field => field switch { "status.podIP" => "10.0.0.7", "metadata.name" => "pod-7", _ => throw new NotSupportedException(field) },
        (name, key) => $"DefaultEndpointsProtocol=https;AccountName={name};AccountKey={key}");
}
