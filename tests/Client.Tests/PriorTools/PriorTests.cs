namespace BirD.Client.Tests.PriorTools;

/// <summary>What <c>bird prior list</c>, <c>info</c> and <c>verify</c> tell.</summary>
public sealed class PriorTests : IDisposable
{
    private const string Bundled = "bird-leaves";

    private readonly PriorCase priors = new();

    public void Dispose() => priors.Dispose();

    [Fact]
    public async Task List_ABrokenPrior_IsNamedBesideTheOthers()
    {
        await File.WriteAllTextAsync(priors.File("priors", "broken", "broken.onnx"), "no model");
        Directory.CreateDirectory(priors["priors", "empty"]);

        var lines = (await priors.RunAsync("prior", "list", "--json")).ShouldExit(0).Lines;

        lines.Select(l => l.GetProperty("name").GetString()).ShouldBe([Bundled, "broken"]);
        lines[0].GetProperty("error").GetString().ShouldBeNull();
        lines[1].GetProperty("error").GetString().ShouldNotBeNull().ShouldContain("not an ONNX model");
        (await priors.RunAsync("prior", "list")).ShouldExit(0).Output.ShouldContain("unusable");
    }

    [Fact]
    public async Task Info_TheBundledPrior_ShowsCardFactsAndFigures()
    {
        var text = (await priors.RunAsync("prior", "info", Bundled)).ShouldExit(0).Output;
        foreach (var part in (string[])["sha256", "Apache-2.0", "predicts", "measured", "What it can't do"])
        {
            text.ShouldContain(part);
        }

        var json = (await priors.RunAsync("prior", "info", Bundled, "--json")).ShouldExit(0).Lines.ShouldHaveSingleItem();
        json.GetProperty("origin").GetString().ShouldBe("bundled");
        json.GetProperty("metadata").GetProperty("bird.contract").GetString().ShouldBe("1");
        json.GetProperty("metrics").GetProperty("psnr").GetProperty("25").GetDouble().ShouldBeGreaterThan(25);
        json.GetProperty("card").GetString()!.ShouldContain("## Data");
    }

    [Fact]
    public async Task Info_UnknownName_ListsTheKnown() =>
        (await priors.RunAsync("prior", "info", "nix")).ShouldExit(2).Errors.ShouldContain(Bundled);

    [Fact]
    public async Task Verify_TheBundledPrior_IsOkAtEveryLevel()
    {
        var line = (await priors.RunAsync("prior", "verify", Bundled, "--json")).ShouldExit(0).Lines.ShouldHaveSingleItem();

        line.GetProperty("verdict").GetString().ShouldBe("ok");
        line.GetProperty("problem").GetString().ShouldBeNull();
        var levels = line.GetProperty("levels").EnumerateArray().ToList();
        levels.Select(l => l.GetProperty("noise").GetDouble()).ShouldBe([5, 15, 25, 50, 100]);
        levels.ShouldAllBe(l => l.GetProperty("denoised").GetDouble() > l.GetProperty("weightFree").GetDouble());
    }

    [Fact]
    public async Task Verify_ACheckpoint_SaysThatItMustBeImported()
    {
        var result = (await priors.RunAsync("prior", "verify", PriorCase.Checkpoint)).ShouldExit(1);

        result.Output.ShouldContain("unfit");
        result.Output.ShouldContain("bird prior import");
    }
}
