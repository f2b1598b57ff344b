using System.Security.Cryptography;
using System.Text.Json;
using BirD.Client.Tests.Support;

namespace BirD.Client.Tests.Restore;

/// <summary>What scripts depend on: JSON lines, exit codes, mirrored trees, sidecars, and doing nothing twice.</summary>
public sealed class ContractTests : IDisposable
{
    private readonly Scratch scratch = new();

    public ContractTests()
    {
        TestPicture.Write(scratch.File("in", "a.png"), 72, 48, 25, seed: 1);
        TestPicture.Write(scratch.File("in", "deep", "Ünïcode name.png"), 48, 40, 25, seed: 2);
        TestPicture.CopyPristine(scratch.File("in", "deep", "clean.jpg"));
    }

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task Restore_Folder_MirrorsTreeReportsLinesAndLeavesOriginals()
    {
        var before = Hashes("in");

        var run = (await RestoreAsync()).ShouldExit(0);

        run.Lines.Count.ShouldBe(4);
        run.Lines.Take(3).ShouldAllBe(line => line.GetProperty("event").GetString() == "image");
        run.Lines.Take(3).Select(line => line.GetProperty("error").ValueKind).ShouldAllBe(kind => kind == JsonValueKind.Null);
        run.Lines.Single(line => line.TryGetProperty("input", out var input) && input.GetString()!.EndsWith("clean.jpg", StringComparison.Ordinal))
            .GetProperty("outcome").GetString().ShouldBe("unchanged");
        Count(run, "restored").ShouldBe(2);
        Count(run, "unchanged").ShouldBe(1);
        File.Exists(scratch["out", "deep", "Ünïcode name.png"]).ShouldBeTrue();
        File.ReadAllBytes(scratch["out", "deep", "clean.jpg"]).ShouldBe(File.ReadAllBytes(scratch["in", "deep", "clean.jpg"]));
        Hashes("in").ShouldBe(before);
    }

    [Fact]
    public async Task Restore_Twice_SkipsWhatIsWholeAndRedoesWhatIsNot()
    {
        (await RestoreAsync()).ShouldExit(0);
        var first = Hashes("out");
        var cut = scratch["out", "a.png"];
        File.WriteAllBytes(cut, File.ReadAllBytes(cut)[..100]);

        var second = (await RestoreAsync()).ShouldExit(0);

        Count(second, "skipped").ShouldBe(2);
        Count(second, "restored").ShouldBe(1);
        Hashes("out").ShouldBe(first);
    }

    [Fact]
    public async Task Restore_OtherSettings_IsDoneAnew()
    {
        (await RestoreAsync()).ShouldExit(0);
        var other = (await RestoreAsync("--seed", "7")).ShouldExit(0);
        Count(other, "skipped").ShouldBe(0);
    }

    [Fact]
    public async Task Sidecar_OfRestoredPicture_SaysWhatWasDone()
    {
        (await RestoreAsync("--task", "deblur")).ShouldExit(0);

        var sidecar = JsonDocument.Parse(File.ReadAllText(scratch["out", "a.png.bird.json"])).RootElement;

        sidecar.GetProperty("schema").GetInt32().ShouldBe(2);
        sidecar.GetProperty("input").GetProperty("sha256").GetString().ShouldBe(Hash(scratch["in", "a.png"]));
        sidecar.GetProperty("output").GetProperty("sha256").GetString().ShouldBe(Hash(scratch["out", "a.png"]));
        sidecar.GetProperty("prior").GetProperty("sha256").GetString()!.Length.ShouldBe(64);
        foreach (var name in (string[])["outcome", "task", "profile", "seed", "steps", "software", "settingsHash", "guidanceScale", "loss", "elapsedSeconds"])
        {
            sidecar.TryGetProperty(name, out _).ShouldBeTrue(name);
        }
    }

    [Fact]
    public async Task Restore_OutputInsideInput_DoesNotEatItsOwnResults()
    {
        var command = (string[])["restore", scratch["in"], "-o", scratch["in", "restored"], "--steps", "2", "--json"];
        (await BirdProcess.RunAsync(command)).ShouldExit(0);

        var again = (await BirdProcess.RunAsync(command)).ShouldExit(0);

        Count(again, "skipped").ShouldBe(3);
        again.Lines.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Restore_DryRun_WritesNothing()
    {
        var run = (await RestoreAsync("--dry-run")).ShouldExit(0);

        run.Lines.Count(line => line.GetProperty("event").GetString() == "planned").ShouldBe(3);
        Directory.Exists(scratch["out"]).ShouldBeFalse();
    }

    private Task<BirdResult> RestoreAsync(params string[] more) =>
        BirdProcess.RunAsync(["restore", scratch["in"], "--output", scratch["out"], "--steps", "3", "--json", .. more]);

    private static int Count(BirdResult run, string outcome) => run.Summary.GetProperty(outcome).GetInt32();

    private static string Hash(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));

    private Dictionary<string, string> Hashes(string folder) => Directory
        .EnumerateFiles(scratch[folder], "*.png", SearchOption.AllDirectories)
        .ToDictionary(file => Path.GetRelativePath(scratch[folder], file), Hash);
}
