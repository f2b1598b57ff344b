using System.Diagnostics;
using System.Globalization;
using BirD.Client.Bench.Drill;
using BirD.Contracts.Jobs;
using BirD.Grains.Records;
using BirD.Restoration.Settings;
using BirD.Storage.Manifests;

namespace BirD.Client.Bench;

/// <summary>Pictures that are nothing, one control and one worker process: what scheduling and recording cost by themselves.</summary>
internal static class SchedulerBench
{
    public const string Id = "noop";

    /// <summary>Prior of the workers: pictures that are nothing.</summary>
    public const string Prior = "noop";

    private static readonly Dictionary<string, string> Settings = new() { ["Bird__Worker__Slots"] = "256" };

    public static async Task<int> ExecuteAsync(DrillOptions options)
    {
        var place = await options.PlaceAsync();
        var clock = Stopwatch.StartNew();
        var manifest = await new ObjectManifestStore(place.Store).WriteAsync(Id, 1, Items(options.Items));
        Console.WriteLine($"manifest: {manifest.Items} items in {manifest.Shards} shards, {Bytes(place, "manifest") / 1e6:F1} MB, written in {clock.Elapsed.TotalSeconds:F1} s");
        await new JobRecordStore(place.Store).WriteAsync(Record(manifest), null);

        var (rate, half) = await RunAsync(options, place, manifest.Shards, stopAtHalf: true);
        var (rest, _) = await RunAsync(options, place, manifest.Shards, stopAtHalf: false);
        Console.WriteLine($"throughput: {rate:F0} items/s in the first half, {rest:F0} in the second, recording included");
        Console.WriteLine($"durable state: {Bytes(place, "shards") / 1e6:F2} MB of shard records");
        return half ? ExitCodes.Done : ExitCodes.SomeFailed;
    }

    /// <summary>Runs the job from where it is to half or end, by SIGKILL at half; answers items per second.</summary>
    private static async Task<(double Rate, bool Reached)> RunAsync(DrillOptions options, DrillPlace place, int shards, bool stopAtHalf)
    {
        var opened = "";
        using var cluster = new DrillCluster(place, 1, Prior, new Dictionary<string, string>(Settings) { ["Logging__LogLevel__BirD.Grains.Jobs"] = "Information" },
            (_, line) => opened = line.Contains("brought back", StringComparison.Ordinal) ? line.Trim() : opened);
        var before = ShardsBegun(place);
        await cluster.UntilAsync(() => ShardsBegun(place) > before || before == shards, "work began", options.Limit);
        var (clock, from) = (Stopwatch.StartNew(), ShardsBegun(place));
        var (controlBefore, workerBefore) = (cluster.Control.Processor, cluster.Workers[0].Processor);
        await cluster.UntilAsync(
            async () => stopAtHalf ? ShardsBegun(place) >= shards / 2 : await StateAsync(place) == JobState.Finished, "the run got there", options.Limit);
        var done = (stopAtHalf ? ShardsBegun(place) : shards) - from;
        if (opened.Length > 0)
        {
            Console.WriteLine(opened);
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"memory: control {cluster.Control.PeakMemory / 1e6:F0} MB, worker {cluster.Workers[0].PeakMemory / 1e6:F0} MB; processor time per item: control {(cluster.Control.Processor - controlBefore) / (done * 2048.0):F3} ms, worker {(cluster.Workers[0].Processor - workerBefore) / (done * 2048.0):F3} ms"));
        return (done * 2048.0 / clock.Elapsed.TotalSeconds, done > 0);
    }

    public static async Task<JobState> StateAsync(DrillPlace place) => (await new JobRecordStore(place.Store).ReadAsync(Id))!.Value.Record.State;

    public static int ShardsBegun(DrillPlace place) =>
        Directory.Exists(Folder(place, "shards")) ? Directory.EnumerateFiles(Folder(place, "shards")).Count() : 0;

    private static long Bytes(DrillPlace place, string what) =>
        Directory.EnumerateFiles(Folder(place, what)).Sum(file => new FileInfo(file).Length);

    private static string Folder(DrillPlace place, string what) => Path.Combine(place.State, "jobs", Id, "runs", "000001", what);

    public static async IAsyncEnumerable<ManifestItem> Items(int count)
    {
        await Task.CompletedTask;
        for (var i = 0; i < count; i++)
        {
            yield return new ManifestItem("r0", KeyOf(i), KeyOf(i), 0);
        }
    }

    public static string KeyOf(int item) => string.Create(CultureInfo.InvariantCulture, $"{item / 1000:D4}/{item % 1000:D3}.png");

    public static JobRecord Record(ManifestSummary manifest) => new()
    {
        Id = Id,
        Spec = new JobSpecRecord
        {
            SettingsJson = SettingsCodec.ToJson(new RestoreSettings()),
            SettingsHash = "noop",
            Roots = [new InputRootRecord("r0", "in")],
            Output = "out/noop",
        },
        Run = new JobRunRecord(1, manifest.Shards, manifest.Items),
        State = JobState.Running,
    };
}
