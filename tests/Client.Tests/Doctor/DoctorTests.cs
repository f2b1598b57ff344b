using BirD.Client.Tests.Support;

namespace BirD.Client.Tests.Doctor;

public sealed class DoctorTests
{
    [Fact]
    public async Task Doctor_OnThisMachine_FindsPriorRuntimeAndStoreWorking()
    {
        using var scratch = new Scratch();

        var run = (await BirdProcess.RunAsync("doctor", "--output", scratch["out"], "--json")).ShouldExit(0);

        var states = run.Lines.ToDictionary(line => line.GetProperty("name").GetString()!, line => line.GetProperty("level").GetString());
        states["prior"].ShouldBe("ok");
        states["runtime"].ShouldBe("ok");
        states["store"].ShouldBe("ok");
        states["images"].ShouldBe("ok");
    }
}
