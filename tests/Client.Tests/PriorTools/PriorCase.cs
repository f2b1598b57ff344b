using System.Diagnostics;
using System.Text.Json;
using NetVips;

namespace BirD.Client.Tests.PriorTools;

/// <summary><c>bird prior ...</c> as a process, with a folder and an installation folder of the test's own.</summary>
internal sealed class PriorCase : IDisposable
{
    /// <summary>Longer than any of these runs takes on a busy machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bird-prior-");

    /// <summary>A recorded guided-diffusion network of 985,478 parameters that was trained a little.</summary>
    public static string Checkpoint => Path.Combine(AppContext.BaseDirectory, "Golden", "unet_a", "weights.pt");

    public string InstallFolder => this["priors"];

    /// <summary>A path below the test's folder.</summary>
    public string this[params string[] parts] => Path.Combine([folder.FullName, .. parts]);

    /// <summary>A path below the test's folder whose directory exists.</summary>
    public string File(params string[] parts)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[parts])!);
        return this[parts];
    }

    public async Task<PriorResult> RunAsync(params string[] arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "bird.exe" : "bird");
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, Environment = { ["BIRD_PRIORS"] = InstallFolder },
        })!;
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync().WaitAsync(Patience);
            return new PriorResult(process.ExitCode, await output, await errors);
        }
        finally
        {
            process.Kill();
        }
    }

    /// <summary>Imports the recorded network.</summary>
    public async Task<PriorResult> ImportAsync(params string[] options) =>
        await RunAsync(["prior", "import", Checkpoint, "--head-channels", "16", .. options]);

    /// <summary>Restores one small picture in a few steps and returns its sidecar.</summary>
    public async Task<JsonElement> RestoreAsync(string prior, int width, int height)
    {
        var picture = File("in", $"{width}x{height}.png");
        using (var grey = Image.Gaussnoise(width, height, sigma: 20, mean: 128, seed: 3).Cast(Enums.BandFormat.Uchar))
        {
            using var colour = grey.Bandjoin(grey, grey).Copy(interpretation: Enums.Interpretation.Srgb);
            colour.WriteToFile(picture);
        }

        (await RunAsync("restore", picture, "-o", this["out"], "--task", "denoise", "--steps", "3", "--prior", prior, "--json")).ShouldExit(0);
        var sidecar = Directory.GetFiles(this["out"], $"{width}x{height}.png.bird.json").ShouldHaveSingleItem();
        return JsonDocument.Parse(await System.IO.File.ReadAllTextAsync(sidecar)).RootElement;
    }

    public void Dispose() => folder.Delete(recursive: true);
}

/// <summary>How a run of <c>bird</c> ended.</summary>
internal sealed record PriorResult(int ExitCode, string Output, string Errors)
{
    /// <summary>Standard output as the JSON lines that scripts read.</summary>
    public IReadOnlyList<JsonElement> Lines =>
        [.. Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    public PriorResult ShouldExit(int code)
    {
        ExitCode.ShouldBe(code, $"{Output}\n{Errors}");
        return this;
    }
}
