using BirD.Restoration.Checkpointing;
using BirD.Restoration.Sampling;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Sampling.Series;

public sealed class RegionSeriesTests
{
    private const int Steps = 3;
    private static readonly RegionCase Case = new(OracleCase.Picture(200, 300), 0.05, Steps, OracleCase.Prior().Info);

    [Theory]
    [InlineData(1)]
    [InlineData(Steps)]
    [InlineData(Steps + 2)]
    public void Read_WithinOrBetweenRegions_ContinuesBitForBit(int interruptedAfter)
    {
        using var prior = OracleCase.Prior();
        var whole = new SamplerSession(Case.Series());
        OracleCase.Run(whole, prior);
        var identity = new CheckpointIdentity("input", "settings", whole.StepCount);

        var first = new SamplerSession(Case.Series());
        OracleCase.Run(first, prior, interruptedAfter);
        var (state, step) = CheckpointCodec.Read(CheckpointCodec.Write(first.State, first.StepIndex, identity), identity);
        var resumed = new SamplerSession(Case.Series(), state, step);
        OracleCase.Run(resumed, prior);

        resumed.Sampler.Result(resumed.State).Data.ShouldBe(whole.Sampler.Result(whole.State).Data);
        resumed.State.ScaleHistory.Count.ShouldBe(Steps);
    }

    [Fact]
    public void StepCount_WithAPilot_IsOneRegionMore()
    {
        Case.Series().StepCount.ShouldBe(2 * Steps);
        Case.Series(pilot: 1).StepCount.ShouldBe(3 * Steps);
    }

    [Fact]
    public void Advance_AfterThePilot_HoldsItsKernelForEveryRegion()
    {
        using var prior = OracleCase.Prior();
        var session = new SamplerSession(Case.Series(pilot: 1));
        OracleCase.Run(session, prior, Steps);
        var learned = session.State.Kernel.Weights;
        session.State.Canvas!.Codes.ShouldAllBe(v => v == 0, "the pilot teaches and leaves nothing behind");
        OracleCase.Run(session, prior);
        session.State.Kernel.Weights.ShouldBe(learned);
        session.Sampler.Residual(session.State).ShouldBeLessThan(0.2);
    }
}
