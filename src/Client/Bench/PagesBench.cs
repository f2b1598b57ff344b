using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using BirD.Client.Bench.Drill;
using BirD.Contracts.Jobs;
using BirD.Grains.Records;
using BirD.Storage.Manifests;
using NetVips;

namespace BirD.Client.Bench;

/// <summary>How fast the API answers what a job's page asks first, over a job of very many pictures: while it runs and when it has ended.</summary>
internal static class PagesBench
{
    /// <summary>Results that are really there, so that a browser that looks on has pictures to show.</summary>
    private const int Shown = 240;

    /// <param name="options">How many pictures.</param>
    /// <param name="folder">Where an earlier one, or <c>bench scheduler</c>, left a finished job; null to make one.</param>
    /// <param name="stay">Whether the silo goes on until Ctrl-C, for a browser.</param>
    /// <param name="stop">Ctrl-C.</param>
    public static async Task<int> ExecuteAsync(DrillOptions options, string? folder, bool stay, CancellationToken stop)
    {
        var place = folder is null ? await options.PlaceAsync() : DrillPlace.Local(folder);
        if (folder is null)
        {
            await RunAsync(options, place);
        }

        WritePictures(place);
        var (address, variables) = Listen();
        using var cluster = new DrillCluster(place, 0, SchedulerBench.Prior, variables);
        using var http = new HttpClient { BaseAddress = address };
        await cluster.UntilAsync(() => PageTimes.IsReadyAsync(http), "the silo is ready", options.Limit);
        var good = await PageTimes.MeasureAsync(http, SchedulerBench.Id, "finished, nothing read before");
        Console.WriteLine($"folder: {place.Folder}");
        if (stay)
        {
            Console.WriteLine($"open: {address}web/#/jobs/{SchedulerBench.Id}");
            await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return good ? ExitCodes.Done : ExitCodes.SomeFailed;
    }

    /// <summary>Makes the job and runs it to its end, asking once on the way.</summary>
    private static async Task RunAsync(DrillOptions options, DrillPlace place)
    {
        var clock = Stopwatch.StartNew();
        var manifest = await new ObjectManifestStore(place.Store).WriteAsync(SchedulerBench.Id, 1, SchedulerBench.Items(options.Items));
        await new JobRecordStore(place.Store).WriteAsync(SchedulerBench.Record(manifest), null);
        var (address, variables) = Listen();
        variables["Bird__Worker__Slots"] = "256";
        using var cluster = new DrillCluster(place, 1, SchedulerBench.Prior, variables);
        using var http = new HttpClient { BaseAddress = address };
        await cluster.UntilAsync(() => SchedulerBench.ShardsBegun(place) > manifest.Shards / 2, "half of the job is done", options.Limit);
        await PageTimes.MeasureAsync(http, SchedulerBench.Id, "running, half done");
        await cluster.UntilAsync(async () => await SchedulerBench.StateAsync(place) == JobState.Finished, "the job has ended", options.Limit);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"job: {manifest.Items} pictures in {manifest.Shards} shards, made and run in {clock.Elapsed.TotalSeconds:F0} s"));
    }

    private static (Uri Address, Dictionary<string, string> Variables) Listen()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var port = ((IPEndPoint)probe.LocalEndpoint).Port;
        return (new Uri($"http://127.0.0.1:{port}/"), new Dictionary<string, string> { ["BIRD_HTTP_PORT"] = port.ToString(CultureInfo.InvariantCulture) });
    }

    private static void WritePictures(DrillPlace place)
    {
        using var noise = Image.Gaussnoise(640, 480, sigma: 30, mean: 120, seed: 1);
        using var picture = noise.Cast(Enums.BandFormat.Uchar);
        var png = picture.PngsaveBuffer(compression: 1);
        for (var i = 0; i < Shown; i++)
        {
            var path = Path.Combine(place.Outputs, "noop", SchedulerBench.KeyOf(i));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, png);
        }
    }
}
