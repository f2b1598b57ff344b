using System.Text.Json;
using BirD.Client.Tests.Support;

namespace BirD.Client.Tests.PriorTools;

/// <summary><c>bird prior ...</c> with a folder and an installation folder of the test's own.</summary>
internal sealed class PriorCase : IDisposable
{
    private readonly Scratch scratch = new();

    /// <summary>A recorded guided-diffusion network of 985,478 parameters that was trained a little.</summary>
    public static string Checkpoint => Path.Combine(AppContext.BaseDirectory, "Golden", "unet_a", "weights.pt");

    public string InstallFolder => this["priors"];

    /// <summary>A path below the test's folder.</summary>
    public string this[params string[] parts] => scratch[parts];

    /// <summary>A path below the test's folder whose directory exists.</summary>
    public string File(params string[] parts) => scratch.File(parts);

    public async Task<BirdResult> RunAsync(params string[] arguments)
    {
        using var bird = BirdProcess.Start(arguments, new Dictionary<string, string> { ["BIRD_PRIORS"] = InstallFolder });
        return await bird.WaitAsync();
    }

    /// <summary>Imports the recorded network.</summary>
    public async Task<BirdResult> ImportAsync(params string[] options) =>
        await RunAsync(["prior", "import", Checkpoint, "--head-channels", "16", .. options]);

    /// <summary>Restores one small picture in a few steps and returns its sidecar.</summary>
    public async Task<JsonElement> RestoreAsync(string prior, int width, int height)
    {
        var picture = File("in", $"{width}x{height}.png");
        TestPicture.Write(picture, width, height, noise: 20, seed: 3);
        (await RunAsync("restore", picture, "-o", this["out"], "--task", "denoise", "--steps", "3", "--prior", prior, "--json")).ShouldExit(0);
        var sidecar = Directory.GetFiles(this["out"], $"{width}x{height}.png.bird.json").ShouldHaveSingleItem();
        return JsonDocument.Parse(await System.IO.File.ReadAllTextAsync(sidecar)).RootElement;
    }

    public void Dispose() => scratch.Dispose();
}
