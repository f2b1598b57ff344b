using System.Text.Json.Nodes;
using BirD.Client.Inputs;
using BirD.Client.Restore;
using BirD.Client.Tests.Support;
using NetVips;

namespace BirD.Client.Tests.Restore;

/// <summary>A reel through the whole run: every frame knows its neighbours, and a changed frame is made anew with them only.</summary>
[Collection("runs")]
public sealed class FilmTests
{
    [Fact]
    public async Task Reel_EveryFrameSaysWhichFramesTookPart_AndAChangedOneIsMadeAnewWithItsNeighbours()
    {
        using var tree = new TempTree();
        using var scene = Scene();
        for (var n = 0; n < 6; n++)
        {
            tree.Write($"in/{n:00}.png", Frame(scene, n));
        }

        var request = Requests.Restore(tree) with { Sequence = SequenceMode.On };
        (await RestoreRun.ExecuteAsync(request, default)).ShouldBe(ExitCodes.Done);
        Enumerable.Range(0, 6).Select(n => (int?)Sidecar(tree, n)["frames"]).ShouldBe([3, 4, 5, 5, 4, 3]);
        Sidecar(tree, 0)["companions"]!.AsArray().Select(c => $"{c!["role"]} {c["path"]}").ShouldBe(["frame 01.png", "frame 02.png"]);

        var before = tree.Look("out");
        tree.Write("in/00.png", Frame(scene, 0, seed: 99));
        (await RestoreRun.ExecuteAsync(request, default)).ShouldBe(ExitCodes.Done);
        var after = tree.Look("out");
        after.Keys.Where(name => name.EndsWith(".png", StringComparison.Ordinal) && after[name] != before[name]).Order(StringComparer.Ordinal)
            .ShouldBe(["out/00.png", "out/01.png", "out/02.png"]);
    }

    private static JsonNode Sidecar(TempTree tree, int n) => JsonNode.Parse(File.ReadAllText(tree.PathOf($"out/{n:00}.png.bird.json")))!;

    private static Image Scene()
    {
        using var spots = Image.Gaussnoise(20, 14, sigma: 40, mean: 128, seed: 3);
        return spots.Resize(6, kernel: Enums.Kernel.Cubic);
    }

    private static byte[] Frame(Image scene, int n, int? seed = null)
    {
        using var view = scene.Crop(2 * n, n, 80, 64);
        using var grain = Image.Gaussnoise(80, 64, sigma: 12, mean: 0, seed: seed ?? n + 1);
        using var frame = (view + grain).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Bw);
        return frame.PngsaveBuffer();
    }
}
