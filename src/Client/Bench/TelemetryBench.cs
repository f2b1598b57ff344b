using System.Globalization;
using BirD.Client.Bench.Drill;
using BirD.Contracts.Jobs;
using BirD.Grains.Records;
using BirD.Storage.Manifests;

namespace BirD.Client.Bench;

/// <summary>Processor time of pictures that are nothing, without telemetry and with all of it: what it costs by itself.</summary>
internal static class TelemetryBench
{
    /// <summary>Turns of each kind, alternating: whatever else the machine does meets both alike.</summary>
    private const int Rounds = 2;

    /// <summary>Part of a picture's processor time that telemetry may take.</summary>
    private const double Share = 0.01;

    public static async Task<int> ExecuteAsync(DrillOptions options)
    {
        await using var collector = await OtlpSink.StartAsync();
        var (without, with) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            without.Add(await RunAsync(options, "without", []));
            with.Add(await RunAsync(options, "with traces, metrics and logs", collector.Variables));
        }

        var cost = with.Average() - without.Average();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"cost: {cost:F2} ms of processor time a picture, which is {Share:P0} of one that takes {cost / Share:F0} ms; the collector got {collector.Requests} requests of {collector.Bytes / 1e6:F1} MB"));
        return collector.Requests > 0 ? ExitCodes.Done : ExitCodes.SomeFailed;
    }

    /// <summary>Milliseconds of both processes for each picture, from the first shard's record to the end.</summary>
    private static async Task<double> RunAsync(DrillOptions options, string how, Dictionary<string, string> variables)
    {
        var place = await options.PlaceAsync();
        try
        {
            var manifest = await new ObjectManifestStore(place.Store).WriteAsync(SchedulerBench.Id, 1, SchedulerBench.Items(options.Items));
            await new JobRecordStore(place.Store).WriteAsync(SchedulerBench.Record(manifest), null);
            using var cluster = new DrillCluster(place, 1, SchedulerBench.Prior, new Dictionary<string, string>(variables) { ["Bird__Worker__Slots"] = "256" });
            await cluster.UntilAsync(() => SchedulerBench.ShardsBegun(place) > 0, "work began", options.Limit);
            var (control, worker) = (cluster.Control.Processor, cluster.Workers[0].Processor);
            await cluster.UntilAsync(async () => await SchedulerBench.StateAsync(place) == JobState.Finished, "the job has ended", options.Limit);
            (control, worker) = ((cluster.Control.Processor - control) / options.Items, (cluster.Workers[0].Processor - worker) / options.Items);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{how}: control {control:F2} ms, worker {worker:F2} ms a picture"));
            return control + worker;
        }
        finally
        {
            Directory.Delete(place.Folder, recursive: true);
        }
    }
}
