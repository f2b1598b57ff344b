using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using BirD.Client.Bench.Drill;

namespace BirD.Chaos.Tests;

/// <summary>A control and a gpu silo as processes, and a job submitted over HTTP: what the README promises.</summary>
public sealed class SubmissionTests(ChaosFixture chaos)
{
    [Fact]
    public async Task JobSubmittedOverHttp_IsDoneByTheOtherProcess()
    {
        var place = DrillPlace.Local(chaos.NewFolder());
        await DrillJob.CreateAsync(place, "drill", 3, steps: 1);
        var port = FreePort();
        using var cluster = new DrillCluster(place, workers: 1, "null:5ms", new Dictionary<string, string> { ["BIRD_HTTP_PORT"] = $"{port}" });
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/api/v1/") };

        // The control silo knows the worker's prior from what that publishes about itself, else it refuses the job.
        JsonNode? job = null;
        await cluster.UntilAsync(async () => (job = await SubmitAsync(http)) is not null, "the job was taken", Drills.Patience);
        await cluster.UntilAsync(
            async () => (string?)(await http.GetFromJsonAsync<JsonNode>($"jobs/{job!["id"]}"))!["state"] == "finished", "the job finished", Drills.Patience);

        var done = (await http.GetFromJsonAsync<JsonNode>($"jobs/{job!["id"]}"))!;
        ((int?)done["counts"]!["restored"], (int?)done["priority"]).ShouldBe((3, 5));
        Directory.GetFiles(Path.Combine(place.Outputs, "api"), "*.png").Length.ShouldBe(3);
    }

    private static async Task<JsonNode?> SubmitAsync(HttpClient http)
    {
        try
        {
            using var response = await http.PostAsJsonAsync("jobs", new JsonObject
            {
                ["input"] = "in",
                ["output"] = "out/api",
                ["priority"] = 5,
                ["settings"] = new JsonObject { ["task"] = "Denoise", ["noiseSigma"] = 0.1, ["steps"] = 1 },
            });
            return response.StatusCode == HttpStatusCode.Accepted ? await response.Content.ReadFromJsonAsync<JsonNode>() : null;
        }
        catch (HttpRequestException)
        {
            // Not listening yet.
            return null;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
