using BirD.Restoration.Devices;

namespace BirD.Restoration.Tests.Devices;

public sealed class GpuTests
{
    [Theory]
    [InlineData("7.5", "580.95.05", null)]
    [InlineData("8.7", "580.95.05", null)]
    [InlineData("9.0", "590.10", null)]
    [InlineData("12.1", "580.95.05", null)]
    [InlineData("7.0", "580.95.05", "7.0")]
    [InlineData("10.0", "580.95.05", "10.0")]
    [InlineData("9.0", "570.124.06", "R570")]
    public void Obstacle_NamesWhatKeepsTheProviderFromRunning(string capability, string driver, string? named)
    {
        var obstacle = new Gpu(0, "a device", Version.Parse(capability), driver, 1, 0, null).Obstacle;

        (obstacle is null).ShouldBe(named is null, obstacle);
        (obstacle ?? "").ShouldContain(named ?? "");
    }

    [Fact]
    public void Devices_WithoutADriver_IsNone() => Nvml.Devices().ShouldAllBe(device => device.MemoryTotal > 0);
}
