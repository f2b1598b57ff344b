namespace BirD.Silo.Hosting;

/// <summary>A setting of a silo under its three names: option, environment variable, configuration key.</summary>
/// <param name="Option">On the command line; wins over the variable.</param>
/// <param name="Variable">In the environment; wins over a file.</param>
/// <param name="Key">In appsettings.json, or as a variable with "__" for ":".</param>
/// <param name="Description">For the help text.</param>
/// <param name="Words">The only values that it takes; empty when it is free.</param>
internal sealed record SiloSetting(string Option, string Variable, string Key, string Description, params string[] Words)
{
    /// <summary>The settings that somebody who starts a silo is likely to need; the rest has its configuration key only.</summary>
    public static IReadOnlyList<SiloSetting> All { get; } =
    [
        new("--role", "BIRD_ROLE", "Bird:Silo:Role", "What the silo does. Default all.", "all", "control", "gpu"),
        new("--cluster-id", "BIRD_CLUSTER_ID", "Bird:Cluster:ClusterId", "Silos of the same id form one cluster. Default bird."),
        new("--name", "BIRD_SILO_NAME", "Bird:Cluster:SiloName", "Name of the silo. Default: host name and process."),
        new("--address", "BIRD_ADDRESS", "Bird:Cluster:Address", "IP address under which the other silos reach this one. Default 127.0.0.1."),
        new("--silo-port", "BIRD_SILO_PORT", "Bird:Cluster:SiloPort", "Port for the other silos. Default: any free one."),
        new("--membership", "BIRD_MEMBERSHIP", "Bird:Cluster:Membership", "Who keeps the list of members. Default store.", "store", "redis"),
        new("--redis", "BIRD_REDIS", "Bird:Cluster:Redis", "Connection string of Redis, for --membership redis."),
        new("--tls-certificate", "BIRD_TLS_CERTIFICATE", "Bird:Cluster:Tls:Certificate", "PEM file with this silo's certificate for the other silos. Default: an identity in the store."),
        new("--tls-key", "BIRD_TLS_KEY", "Bird:Cluster:Tls:Key", "PEM file with its private key."),
        new("--tls-authorities", "BIRD_TLS_AUTHORITIES", "Bird:Cluster:Tls:Authorities", "PEM file with the authorities that sign the silos' certificates, and nothing else."),
        new("--http-address", "BIRD_HTTP_ADDRESS", "Bird:Http:Address", "IP address that the API listens on. Default 127.0.0.1."),
        new("--http-port", "BIRD_HTTP_PORT", "Bird:Http:Port", "Port of API and health. Default 8080; any free one with --role gpu."),
        new("--store", "BIRD_STORE", "Bird:Store:Kind", "Where jobs and checkpoints are kept. Default local.", "local", "azure"),
        new("--directory", "BIRD_DIRECTORY", "Bird:Store:Directory", "Directory of the local store."),
        new("--container", "BIRD_CONTAINER", "Bird:Store:Container", "Container of the azure store; must exist."),
        new("--store-account", "BIRD_STORE_ACCOUNT", "Bird:Store:Azure:Account", "Blob endpoint, such as https://archive.blob.core.windows.net; signed in by DefaultAzureCredential."),
        new("--store-connection", "BIRD_STORE_CONNECTION", "Bird:Store:Azure:ConnectionString", "Connection string instead of --store-account. Better as a variable: others can read command lines."),
        new("--inputs", "BIRD_INPUTS", "Bird:Inputs:List", "Places that jobs may read, as name=directory or name=azure:container/prefix, several separated by ';'."),
        new("--outputs", "BIRD_OUTPUTS", "Bird:Outputs:List", "Places that jobs may write to, in the same form."),
        new("--prior", "BIRD_PRIOR", "Bird:Prior:File", "ONNX file of the prior, or the name of a bundled one. Default bird-leaves."),
        new("--device", "BIRD_DEVICE", "Bird:Prior:Device", "cpu, cuda:N, tensorrt:N, plugin:LIBRARY:N or auto. Default cpu."),
        new("--tf32", "BIRD_TF32", "Bird:Prior:Tf32", "Let a CUDA device round the prior's products to 10 bits of mantissa: faster, a little less exact. Default false.", "true", "false"),
        new("--device-memory", "BIRD_DEVICE_MEMORY", "Bird:Prior:DeviceMemory", "Memory of a CUDA device that may be used, for example 20GB. Default: what there is."),
        new("--memory", "BIRD_MEMORY", "Bird:Prior:Memory", "Memory for the pictures in work, for example 8GB; larger ones are refused. Default: half of what the process may use."),
        new("--slots", "BIRD_SLOTS", "Bird:Worker:Slots", "Pictures in work at once. Default 2."),
        new("--metrics", "BIRD_METRICS", "Bird:Telemetry:Prometheus", "Serve /metrics for Prometheus on the HTTP port. Default false.", "true", "false"),
    ];
}
