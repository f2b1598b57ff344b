using System.CommandLine;
using BirD.Client.Jobs;

namespace BirD.Client.Cluster;

/// <summary>The options that say where jobs are: a cluster, or the output folder of a local restore.</summary>
internal sealed class JobSource
{
    private readonly Option<string?> cluster = new("--cluster") { Description = $"Address of the cluster, for example http://host:8080. [{ClusterAddress.UrlVariable}]" };
    private readonly Option<string?> apiKey = new("--api-key") { Description = $"Key for it; better as a variable. [{ClusterAddress.KeyVariable}]" };
    private readonly Option<string?> output = new("--output", "-o") { Description = "Output folder of a local restore, instead of a cluster." };

    /// <summary>For commands that only a cluster can carry out.</summary>
    public void AddClusterTo(Command command)
    {
        command.Add(cluster);
        command.Add(apiKey);
    }

    /// <summary>For commands that also read what a local restore left.</summary>
    public void AddTo(Command command)
    {
        AddClusterTo(command);
        command.Add(output);
    }

    /// <summary>True when the cluster is on the command line, not merely in the environment.</summary>
    public bool IsNamed(ParseResult result) => result.GetValue(cluster) is not null;

    public ClusterAddress? Address(ParseResult result) => ClusterAddress.Find(result.GetValue(cluster), result.GetValue(apiKey));

    /// <exception cref="UsageException">No cluster is named.</exception>
    public HttpBirdClient Cluster(ParseResult result) => Address(result) is { } address
        ? new HttpBirdClient(address, TimeProvider.System)
        : throw new UsageException(
            $"This needs a cluster: give --cluster http://host:8080, or set {ClusterAddress.UrlVariable}. A local restore is paused with Ctrl-C and goes on when the same command is given again.");

    /// <exception cref="UsageException">Neither or both are named, or the folder holds no jobs.</exception>
    public IJobReader Reader(ParseResult result) => (result.GetValue(output), result.GetValue(cluster)) switch
    {
        ({ } folder, null) => new LocalJobReader(folder),
        (null, _) when Address(result) is { } address => new HttpBirdClient(address, TimeProvider.System),
        ({ }, { }) => throw new UsageException("Give --cluster or --output, not both."),
        _ => throw new UsageException($"Say where the job is: --cluster http://host:8080 (or {ClusterAddress.UrlVariable}), or --output with the folder of a local restore."),
    };
}
