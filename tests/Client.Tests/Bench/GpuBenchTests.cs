using System.Text.Json;
using BirD.Client.Tests.Support;

namespace BirD.Client.Tests.Bench;

/// <summary>The check of a device, with the CPU as the device and with one that isn't there.</summary>
public sealed class GpuBenchTests
{
    [Fact]
    public async Task Gpu_OverTheCpu_IsFitAndSaysHowMuchItDoes()
    {
        using var scratch = new Scratch();

        (await BirdProcess.RunAsync("bench", "gpu", "--device", "cpu", "--pictures", "1", "--slots", "1", "--steps", "1", "--save", scratch["report.json"])).ShouldExit(0);

        using var report = JsonDocument.Parse(await File.ReadAllTextAsync(scratch["report.json"], TestContext.Current.CancellationToken));
        report.RootElement.GetProperty("fit").GetBoolean().ShouldBeTrue();
        report.RootElement.GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("name").GetString())
            .ShouldBe(["parity", "placement", "repeat", "data-steps", "tf32"]);
        report.RootElement.GetProperty("rates")[0].GetProperty("perSecond").GetDouble().ShouldBeGreaterThan(0);
        report.RootElement.GetProperty("files")[0].GetProperty("perHour").GetDouble().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Gpu_OverADeviceThatIsNotThere_IsUnfitAndMeasuresNothing()
    {
        using var scratch = new Scratch();

        (await BirdProcess.RunAsync("bench", "gpu", "--device", "plugin:/nowhere/libprovider.so:0", "--save", scratch["report.json"])).ShouldExit(1);

        using var report = JsonDocument.Parse(await File.ReadAllTextAsync(scratch["report.json"], TestContext.Current.CancellationToken));
        report.RootElement.GetProperty("fit").GetBoolean().ShouldBeFalse();
        report.RootElement.GetProperty("rates").GetArrayLength().ShouldBe(0);
    }
}
