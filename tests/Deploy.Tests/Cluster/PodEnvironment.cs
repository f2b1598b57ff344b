using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using BirD.Deploy.Tests.Charts;

namespace BirD.Deploy.Tests.Cluster;

/// <summary>The environments that the chart gives to the pods of one cluster, each pod on an address of its own of this machine.</summary>
internal sealed class PodEnvironment
{
    public const string State = "bird-state";

    public const string Originals = "originals";

    public const string Restored = "restored";

    /// <summary>In each job.</summary>
    public const int Pictures = 6;

    /// <summary>Of each picture.</summary>
    public const int Steps = 25;

    private readonly IReadOnlyList<JsonObject> manifests;
    private readonly string connection;

    /// <summary>Whoever tests beside us has another network, so that the pods' fixed ports are free.</summary>
    private readonly string network = string.Create(
        CultureInfo.InvariantCulture, $"127.{RandomNumberGenerator.GetInt32(16, 255)}.{RandomNumberGenerator.GetInt32(1, 255)}");

    private PodEnvironment(IReadOnlyList<JsonObject> manifests, string connection) => (this.manifests, this.connection) = (manifests, connection);

    /// <summary>Renders the chart for a cluster on CPUs with a prior that does nothing, slowly.</summary>
    public static async Task<PodEnvironment> RenderAsync(string connection, string collector) => new(
        Yaml.Read(await Chart.RenderAsync(
        [
            "--set", "store.connectionSecret.name=bird-store",
            "--set", $"store.container={State},inputs.scans=azure:{Originals},outputs.results=azure:{Restored}",
            "--set", "prior.file=null:20ms,gpu.device=cpu,gpu.slots=2",
            "--set", $"telemetry.otlp.endpoint={collector},telemetry.otlp.protocol=http/protobuf",
            "--set-string", "settings.Checkpoints:MinRunTime=00:00:00.200",
        ])),
        connection);

    /// <param name="role">control or gpu.</param>
    /// <param name="pod">Number of the pod, from 1.</param>
    public Dictionary<string, string> Of(string role, int pod)
    {
        var address = $"{network}.{pod}";
        var variables = manifests.Environment(
            role,
            field => field switch { "status.podIP" => address, "metadata.name" => $"bird-{role}-{pod}", _ => throw new NotSupportedException(field) },
            (_, _) => connection);

        // Pods have port 8080 each to themselves; here it is their address that differs. The rest is haste.
        variables["BIRD_HTTP_ADDRESS"] = address;
        variables["OTEL_BSP_SCHEDULE_DELAY"] = variables["OTEL_BLRP_SCHEDULE_DELAY"] = "200";
        variables["OTEL_METRIC_EXPORT_INTERVAL"] = "1000";
        return variables;
    }

    /// <summary>What the kubelet asks a pod of this role: startup, readiness and liveness.</summary>
    public IEnumerable<string> Probes(string role) =>
        from probe in new[] { "startupProbe", "readinessProbe", "livenessProbe" }
        select (string)manifests.Deployment(role).Silo()[probe]!["httpGet"]!["path"]!;
}
