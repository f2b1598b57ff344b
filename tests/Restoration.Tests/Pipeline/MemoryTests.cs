using BirD.Restoration.Imaging.Faults;
using BirD.Restoration.Pipeline;
using BirD.Restoration.Settings;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Pipeline;

public sealed class MemoryTests
{
    private const long Gigabyte = 1_000_000_000;

    [Theory]
    [InlineData(6000, 4000, 1.1)]
    [InlineData(12000, 8400, 3)]
    public void Plan_OfALargeScan_IsBoundedByRegions(int width, int height, double gigabytes)
    {
        var plan = MemoryPlan.For(width, height, new RestoreSettings());
        plan.ByRegions.ShouldBeTrue();
        plan.Bytes.ShouldBeLessThan((long)(gigabytes * Gigabyte));
    }

    [Fact]
    public void Plan_TasksThatNeedTheWholePicture_AreNotCut() =>
        MemoryPlan.For(6000, 4000, new RestoreSettings { Task = RestorationTask.Hdr }).ByRegions.ShouldBeFalse();

    [Fact]
    public void Plan_AboveTheCeiling_IsRefusedWithBothFiguresAndTheOption()
    {
        var refusal = Should.Throw<PictureException>(() => new WorkLimits { MemoryBytes = Gigabyte }.Plan(12000, 8400, new RestoreSettings()));
        refusal.Fault.ShouldBe(PictureFault.TooLarge);
        refusal.Message.ShouldContain("1,000 MB");
        refusal.Message.ShouldContain("--memory");
    }

    [Theory]
    [InlineData("3GB", 3_000_000_000)]
    [InlineData("1.5 GiB", 1_610_612_736)]
    [InlineData("800m", 800_000_000)]
    public void Parse_AnAmount_IsItsBytes(string text, long bytes) => MemorySize.Parse(text).ShouldBe(bytes);

    [Theory]
    [InlineData("3")]
    [InlineData("-3GB")]
    [InlineData("10MB")]
    [InlineData("lots")]
    public void Parse_NoAmount_SaysWhatIsOne(string text) =>
        Should.Throw<FormatException>(() => MemorySize.Parse(text)).Message.ShouldContain("3GB");

    [Fact]
    public async Task TakeAsync_WithoutRoom_WaitsItsTurnAndGetsIt()
    {
        var budget = new MemoryBudget(100);
        var first = budget.TryTake(70).ShouldNotBeNull();
        budget.TryTake(40).ShouldBeNull();
        var second = budget.TakeAsync(40, TestContext.Current.CancellationToken);
        second.IsCompleted.ShouldBeFalse();
        budget.TryTake(10).ShouldBeNull("nobody overtakes who waits");
        first.Dispose();
        first.Dispose();
        (await second).Dispose();
        budget.Used.ShouldBe(0);
    }

    [Fact]
    public async Task TakeAsync_GivenUp_LetsTheNextOneIn()
    {
        var budget = new MemoryBudget(100);
        using var first = budget.TryTake(70);
        using var given = new CancellationTokenSource();
        var large = budget.TakeAsync(200, given.Token);
        var small = budget.TakeAsync(20, TestContext.Current.CancellationToken);
        await given.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => large);
        (await small).ShouldNotBeNull();
    }

    [Fact]
    public async Task OpenAsync_BesideAPictureThatTakesAll_WaitsForItsEnd()
    {
        using var prior = OracleCase.Prior();
        var settings = new RestoreSettings { Task = RestorationTask.Denoise, NoiseSigma = 0.1, Steps = 1 };
        var picture = Png.Encode(OracleCase.Picture());
        var needed = MemoryPlan.For(48, 32, settings, picture.Length).Bytes;
        var restorer = new PictureRestorer(PipelineCase.Codec, prior.Info, "cpu", new WorkLimits { MemoryBytes = needed });
        var token = TestContext.Current.CancellationToken;

        var first = await restorer.OpenAsync(picture, settings, null, token);
        var second = restorer.OpenAsync(picture, settings, null, token).AsTask();
        second.IsCompleted.ShouldBeFalse();
        OracleCase.Run(first.Session!, prior);
        await restorer.FinishAsync(first, token);
        (await second).Session.ShouldNotBeNull();
    }
}
