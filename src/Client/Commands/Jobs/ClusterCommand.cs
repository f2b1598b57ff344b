using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using BirD.Client.Cluster;
using BirD.Contracts.Api;

namespace BirD.Client.Commands.Jobs;

internal static class ClusterCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "The cluster as one JSON object." };
        var source = new JobSource();
        var command = new Command("cluster", "Show silos, devices, priors and the queue of a cluster.") { json };
        source.AddClusterTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var client = source.Cluster(result);
            var cluster = await client.ClusterAsync(cancellationToken);
            foreach (var line in result.GetValue(json) ? [JsonSerializer.Serialize(cluster, ApiJson.Default.ClusterDocument)] : Lines(cluster))
            {
                Console.WriteLine(line);
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static IEnumerable<string> Lines(ClusterDocument cluster)
    {
        var queue = cluster.Queue;
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{cluster.ClusterId}: {queue.Running} jobs running, {queue.Listing} listing, {queue.Paused} paused; {queue.Waiting} pictures waiting, {queue.InWork} in work");
        foreach (var silo in cluster.Silos)
        {
            yield return $"  {silo.Name,-28} {silo.Status,-9} {silo.Role ?? "?",-8} {silo.Device ?? "-",-16} {silo.Prior?[..12] ?? "-"}";
        }
    }
}
