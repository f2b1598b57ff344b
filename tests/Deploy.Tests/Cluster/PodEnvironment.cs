using System.Globalization;
using System.Security.Cryptography;

namespace BirD.Deploy.Tests.Cluster;

/// <summary>The environments of the pods of one cluster, each pod on an address of its own of this machine.</summary>
internal sealed class PodEnvironment(string connection, string collector)
{
    public const string State = "bird-state";

    public const string Originals = "originals";

    public const string Restored = "restored";

    /// <summary>Whoever tests beside us has another network, so that the pods' fixed ports are free.</summary>
    private readonly string network = string.Create(
        CultureInfo.InvariantCulture, $"127.{RandomNumberGenerator.GetInt32(16, 255)}.{RandomNumberGenerator.GetInt32(1, 255)}");

    public Dictionary<string, string> Of(string role, int pod) => new(StringComparer.Ordinal)
    {
        ["BIRD_ROLE"] = role,
        ["BIRD_SILO_NAME"] = $"bird-{role}-{pod}",
        ["BIRD_ADDRESS"] = $"{network}.{pod}",
        ["BIRD_SILO_PORT"] = "11111",
        ["BIRD_HTTP_ADDRESS"] = $"{network}.{pod}",
        ["BIRD_HTTP_PORT"] = "8080",
        ["BIRD_STORE"] = "azure",
        ["BIRD_CONTAINER"] = State,
        ["BIRD_STORE_CONNECTION"] = connection,
        ["BIRD_INPUTS"] = $"scans=azure:{Originals}",
        ["BIRD_OUTPUTS"] = $"results=azure:{Restored}",
        ["BIRD_PRIOR"] = "null:20ms",
        ["BIRD_METRICS"] = "true",
        ["Bird__Api__AnonymousLoopback"] = "false",
        ["Bird__Checkpoints__MinRunTime"] = "00:00:00.200",
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector,
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
        ["OTEL_BLRP_SCHEDULE_DELAY"] = "200",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "1000",
    };
}
