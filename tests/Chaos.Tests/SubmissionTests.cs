using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BirD.Client.Bench.Drill;

namespace BirD.Chaos.Tests;

/// <summary>A control and a gpu silo as processes, and a job submitted over HTTP: what the README promises.</summary>
public sealed partial class SubmissionTests(ChaosFixture chaos)
{
    private static readonly Dictionary<string, string> Settings = new() { ["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information" };

    private readonly TaskCompletionSource<Uri> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task JobSubmittedOverHttp_IsDoneByTheOtherProcess()
    {
        var place = DrillPlace.Local(chaos.NewFolder());
        await DrillJob.CreateAsync(place, "drill", 3, steps: 1);
        using var cluster = new DrillCluster(place, workers: 1, "null:5ms", Settings, OnLine);
        using var http = new HttpClient { BaseAddress = new Uri(await listening.Task.WaitAsync(Drills.Patience), "/api/v1/") };

        // The control silo knows the worker's prior from what that publishes about itself, else it refuses the job.
        string? id = null;
        await Drills.UntilAsync(cluster, async () => (id = await SubmitAsync(http)) is not null, "the job was taken");
        JsonNode? done = null;
        await Drills.UntilAsync(cluster, async () => (string?)(done = await http.GetFromJsonAsync<JsonNode>($"jobs/{id}"))?["state"] == "finished", "the job finished");

        ((int?)done!["counts"]!["restored"], (int?)done["priority"]).ShouldBe((3, 5));
        Directory.GetFiles(Path.Combine(place.Outputs, "api"), "*.png").Length.ShouldBe(3);
    }

    /// <summary>Repeated until it is answered: the same work is the same job.</summary>
    private static async Task<string?> SubmitAsync(HttpClient http)
    {
        using var response = await http.PostAsJsonAsync("jobs", new JsonObject
        {
            ["input"] = "in",
            ["output"] = "out/api",
            ["priority"] = 5,
            ["settings"] = new JsonObject { ["task"] = "Denoise", ["noiseSigma"] = 0.1, ["steps"] = 1 },
        });
        return response.IsSuccessStatusCode ? (string?)(await response.Content.ReadFromJsonAsync<JsonNode>())?["id"] : null;
    }

    private void OnLine(SiloProcess silo, string line)
    {
        if (silo.Name.StartsWith("control", StringComparison.Ordinal) && Listening.Match(line) is { Success: true } match)
        {
            listening.TrySetResult(new Uri(match.Groups["address"].Value));
        }
    }

    [GeneratedRegex(@"listening on: (?<address>http://[0-9.]+:[0-9]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Listening { get; }
}
