using BirD.Grains.Diagnostics;
using Microsoft.Extensions.Time.Testing;

namespace BirD.Grains.Tests;

/// <summary>How busy a device is said to be: of the last minute, or of the time since the silo's start where that is less.</summary>
public sealed class DeviceMeterTests
{
    private readonly FakeTimeProvider clock = new();

    [Fact]
    public void Read_YoungerThanAMinute_IsOfTheTimeSinceTheStart()
    {
        var meter = new DeviceMeter(clock);
        Steps(meter, seconds: 10, perSecond: 2, busy: 0.25);

        var use = meter.Read();
        use.Busy.ShouldBe(0.5, 0.001);
        use.StepsPerSecond.ShouldBe(2, 0.001);
    }

    [Fact]
    public void Read_Later_ForgetsWhatIsOlderThanAMinute()
    {
        var meter = new DeviceMeter(clock);
        Steps(meter, seconds: 60, perSecond: 4, busy: 0.25);
        meter.Read().Busy.ShouldBe(1, 0.02);
        clock.Advance(TimeSpan.FromSeconds(30));
        meter.Read().Busy.ShouldBe(0.5, 0.02);
        clock.Advance(TimeSpan.FromSeconds(60));
        (meter.Read().Busy, meter.Read().StepsPerSecond).ShouldBe((0, 0));
    }

    [Fact]
    public void Read_SeveralDevicesAtOnce_NeverSaysMoreThanAll()
    {
        var meter = new DeviceMeter(clock);
        Steps(meter, seconds: 5, perSecond: 3, busy: 1);
        meter.Read().Busy.ShouldBe(1);
    }

    [Fact]
    public void Read_LeasesAndSlots_AreThoseOfNow()
    {
        var meter = new DeviceMeter(clock);
        meter.OnSlots(4);
        meter.OnLeased(3);
        meter.OnLeased(-1);
        (meter.Read().InWork, meter.Read().Slots).ShouldBe((2, 4));
    }

    private void Steps(DeviceMeter meter, int seconds, int perSecond, double busy)
    {
        for (var second = 0; second < seconds; second++)
        {
            for (var step = 0; step < perSecond; step++)
            {
                meter.OnStep(TimeSpan.FromSeconds(busy));
            }

            clock.Advance(TimeSpan.FromSeconds(1));
        }
    }
}
