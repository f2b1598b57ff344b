using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Azure.Storage.Blobs;
using BirD.Client.Bench.Drill;
using BirD.Client.Bench.Pictures;
using BirD.Deploy.Tests.Charts;
using BirD.Deploy.Tests.Cluster;
using BirD.Deploy.Tests.Otlp;
using BirD.Restoration.Tensors;
using BirD.Storage.Azure;
using BirD.Tests.Support;

[assembly: AssemblyFixture(typeof(Deployment))]

namespace BirD.Deploy.Tests.Cluster;

/// <summary>
/// One cluster for this assembly, as it is deployed: a control and two gpu silos over Azurite, watched by a collector. It
/// runs a job to its end, is asked for its metrics, and is drained in the middle of another job. The tests look at what was seen.
/// </summary>
public sealed class Deployment : IAsyncLifetime
{
    /// <summary>On a machine so busy that a silo starves, and is held for dead by the others, the cluster is started anew.</summary>
    private const int Tries = 4;

    /// <summary>Longest wait for the end of a drain; that it keeps to the pod's grace is the silo's own limit.</summary>
    private static readonly TimeSpan DrainPatience = TimeSpan.FromMinutes(5);

    private readonly string folder = Path.Combine(Path.GetTempPath(), $"bird-deploy-{Guid.NewGuid():N}");

    /// <summary>Why there is none; null when there is.</summary>
    public static string? Missing => AzuriteServer.Missing ?? Tool.Missing;

    /// <summary>The finished job.</summary>
    public JsonNode Job { get; private set; } = null!;

    /// <summary>What /metrics said after the job, by silo.</summary>
    public Dictionary<string, string> Metrics { get; } = [];

    /// <summary>What the probes said of every silo that took part: path and answer.</summary>
    public List<(string Silo, string Path, HttpStatusCode? Answer)> Probes { get; } = [];

    /// <summary>Exit codes of the silos that were drained, in order.</summary>
    public List<(string Silo, int Code)> Drained { get; } = [];

    /// <summary>The job that the drain interrupted, when the first gpu silo had gone and the other one had finished it.</summary>
    public JsonNode Interrupted { get; private set; } = null!;

    /// <summary>The ends of all logs, for what fails.</summary>
    public string Story { get; private set; } = "";

    internal OtlpCollector Collector { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (Missing is not null)
        {
            return;
        }

        for (var tries = 1; !await RunAsync(last: tries == Tries); tries++)
        {
            await Collector.DisposeAsync();
            Metrics.Clear();
            Probes.Clear();
            Drained.Clear();
        }
    }

    /// <summary>The whole story; false when it has to be told again because a silo starved.</summary>
    private async Task<bool> RunAsync(bool last)
    {
        var state = Directory.CreateDirectory(Path.Combine(folder, Guid.NewGuid().ToString("N"))).FullName;
        Collector = await OtlpCollector.StartAsync();
        using var azurite = await AzuriteServer.StartAsync(state);
        await FillAsync(azurite.ConnectionString);
        var pods = await PodEnvironment.RenderAsync(azurite.ConnectionString, Collector.Endpoint);
        using var control = new Silo("bird-control-1", pods.Of("control", 1));
        using var first = new Silo("bird-gpu-2", pods.Of("gpu", 2));
        using var second = new Silo("bird-gpu-3", pods.Of("gpu", 3));
        Silo[] silos = [control, first, second];
        try
        {
            await RunAsync(pods, silos);
        }
#pragma warning disable CA1031 // Whatever a starved silo led to, it says nothing about the code.
        catch (Exception) when (!last && Array.Exists(silos, silo => silo.WasGivenUp))
#pragma warning restore CA1031
        {
            return false;
        }

        return last || !Array.Exists(silos, silo => silo.WasGivenUp);
    }

    private async Task RunAsync(PodEnvironment pods, Silo[] silos)
    {
        var (control, first, second) = (silos[0], silos[1], silos[2]);
        string Why() => string.Join(Environment.NewLine, silos.Select(silo => silo.Tail));

        foreach (var silo in silos)
        {
            string[] probes = [.. pods.Probes(silo == control ? "control" : "gpu")];
            await Patience.UntilAsync(async () => await silo.ProbeAsync(probes[0]) == HttpStatusCode.OK, $"{silo.Name} started", Why);
            await ProbeAsync(silo, probes);
        }

        await AuthoriseAsync(control, pods.Of("control", 1));
        Job = await RunAsync(control, "whole", job => (string?)job["state"] == "finished", Why);
        foreach (var silo in silos)
        {
            Metrics[silo.Name] = await silo.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        }

        await RunAsync(control, "interrupted", job => (int?)job["counts"]?["restored"] > 0, Why);
        Drained.Add((first.Name, await first.StopAsync(DrainPatience)));
        Interrupted = await WatchAsync(control, "interrupted", job => (string?)job["state"] == "finished", Why);
        Drained.Add((second.Name, await second.StopAsync(DrainPatience)));
        Drained.Add((control.Name, await control.StopAsync(DrainPatience)));
        Story = Why();
    }

    public async ValueTask DisposeAsync()
    {
        if (Missing is null)
        {
            await Collector.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task FillAsync(string connection)
    {
        var account = BlobClients.Create(new AzureStoreOptions { ConnectionString = connection });
        foreach (var name in new[] { PodEnvironment.State, PodEnvironment.Originals, PodEnvironment.Restored })
        {
            await account.CreateBlobContainerAsync(name);
        }

        var originals = account.GetBlobContainerClient(PodEnvironment.Originals);
        for (var i = 0; i < PodEnvironment.Pictures; i++)
        {
            var picture = new ImageTensor(3, 24, 24);
            var random = new Random(i);
            Array.ForEach(Enumerable.Range(0, picture.Data.Length).ToArray(), p => picture.Data[p] = random.NextSingle());
            await originals.UploadBlobAsync($"album/p{i}.png", new BinaryData(LosslessPicture.Encode(picture)));
        }
    }

    /// <summary>As the chart's notes say it: a key is made inside a control pod.</summary>
    private async Task AuthoriseAsync(Silo control, Dictionary<string, string> environment)
    {
        var lines = new List<string>();
        using var maker = SiloProcess.Start("keys", ["keys", "create", "curator", "--role", "write"], environment, (_, line) => lines.Add(line));
        (await maker.WaitAsync(TimeSpan.FromMinutes(2))).ShouldBe(0, string.Join(Environment.NewLine, lines));
        control.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", lines.Single());
    }

    private async Task ProbeAsync(Silo silo, string[] probes)
    {
        foreach (var path in probes)
        {
            Probes.Add((silo.Name, path, await silo.ProbeAsync(path)));
        }
    }

    /// <summary>Submits a job, once, and waits.</summary>
    private static async Task<JsonNode> RunAsync(Silo control, string id, Func<JsonNode, bool> until, Func<string> why)
    {
        var answer = "";
        await Patience.UntilAsync(
            async () =>
            {
                using var response = await control.Http.PostAsJsonAsync("/api/v1/jobs", new JsonObject
                {
                    ["input"] = "scans/album",
                    ["output"] = $"results/{id}",
                    ["jobId"] = id,
                    ["settings"] = new JsonObject { ["task"] = "Denoise", ["noiseSigma"] = 0.1, ["steps"] = PodEnvironment.Steps },
                });
                answer = await response.Content.ReadAsStringAsync();
                return response.IsSuccessStatusCode;
            },
            $"job {id} was taken",
            () => $"{answer}{Environment.NewLine}{why()}");
        return await WatchAsync(control, id, until, why);
    }

    /// <summary>Waits for a job that was submitted: submitting it again after its end would begin another run.</summary>
    private static async Task<JsonNode> WatchAsync(Silo control, string id, Func<JsonNode, bool> until, Func<string> why)
    {
        JsonNode? job = null;
        await Patience.UntilAsync(
            async () =>
            {
                using var response = await control.Http.GetAsync(new Uri($"/api/v1/jobs/{id}", UriKind.Relative));
                job = JsonNode.Parse(await response.Content.ReadAsStringAsync());
                return response.IsSuccessStatusCode && until(job!);
            },
            $"job {id} is where it should be",
            () => $"{job?.ToJsonString()}{Environment.NewLine}{why()}");
        return job!;
    }
}
