using BirD.Client.Tests.Support;

namespace BirD.Client.Tests.Inspect;

public sealed class InspectTests
{
    [Fact]
    public async Task Inspect_ResultThenTouchedResult_TellsTheDifference()
    {
        using var scratch = new Scratch();
        TestPicture.Write(scratch.File("in", "a.png"), 64, 48, 25, seed: 1);
        (await BirdProcess.RunAsync("restore", scratch["in"], "-o", scratch["out"], "--steps", "2")).ShouldExit(0);

        var whole = (await BirdProcess.RunAsync("inspect", scratch["out", "a.png"])).ShouldExit(0);
        await File.AppendAllTextAsync(scratch["out", "a.png"], "x", TestContext.Current.CancellationToken);
        var touched = await BirdProcess.RunAsync("inspect", scratch["out", "a.png"]);

        whole.Output.ShouldContain("bird-leaves");
        touched.ExitCode.ShouldBe(1, touched.Output + touched.Errors);
    }

    [Fact]
    public async Task Inspect_WithoutSidecar_ExitsTwo()
    {
        using var scratch = new Scratch();
        TestPicture.Write(scratch.File("a.png"), 16, 16, 0, seed: 1);
        (await BirdProcess.RunAsync("inspect", scratch["a.png"])).ShouldExit(2);
    }
}
