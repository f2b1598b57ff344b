using BirD.Restoration.Checkpointing;
using BirD.Restoration.Sampling;
using BirD.Restoration.Sampling.Series;
using BirD.Restoration.Settings;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Sampling.Series;

public sealed class SampleSeriesTests
{
    private const int Steps = 4;
    private static readonly CheckpointIdentity Identity = new("input", "settings", 3 * Steps);

    [Theory]
    [InlineData(2)]
    [InlineData(Steps)]
    [InlineData(Steps + 1)]
    [InlineData((2 * Steps) + 3)]
    public void Read_WithinOrBetweenSamples_ContinuesBitForBit(int interruptedAfter)
    {
        using var prior = OracleCase.Prior();
        var whole = new SamplerSession(Series());
        OracleCase.Run(whole, prior);

        var first = new SamplerSession(Series());
        OracleCase.Run(first, prior, interruptedAfter);
        var bytes = CheckpointCodec.Write(first.State, first.StepIndex, Identity);
        var (state, step) = CheckpointCodec.Read(bytes, Identity);
        var resumed = new SamplerSession(Series(), state, step);
        OracleCase.Run(resumed, prior);

        resumed.Sampler.Result(resumed.State).Data.ShouldBe(whole.Sampler.Result(whole.State).Data);
        resumed.Sampler.Uncertainty(resumed.State)!.Data.ShouldBe(whole.Sampler.Uncertainty(whole.State)!.Data);
    }

    [Fact]
    public void Result_OfThreeSamples_IsTheirMeanAndUncertaintyTheirSpread()
    {
        using var prior = OracleCase.Prior();
        var series = new SamplerSession(Series());
        OracleCase.Run(series, prior);
        var singles = Enumerable.Range(0, 3).Select(n =>
        {
            var session = new SamplerSession(One(n));
            OracleCase.Run(session, prior);
            return session.Sampler.Result(session.State).Data;
        }).ToArray();

        var (mean, spread) = (series.Sampler.Result(series.State), series.Sampler.Uncertainty(series.State)!);
        for (var p = 0; p < spread.Data.Length; p += 37)
        {
            var expected = 0.0;
            for (var c = 0; c < 3; c++)
            {
                var at = (c * spread.Data.Length) + p;
                var average = singles.Average(s => s[at]);
                mean.Data[at].ShouldBe(average, 1e-5f);
                expected += Math.Sqrt(singles.Sum(s => Math.Pow(s[at] - average, 2)) / 2) / 3;
            }

            spread.Data[p].ShouldBe((float)expected, 1e-4f);
        }

        spread.Data.Max().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task FinishAsync_WithSamples_GivesAMapOfThePicturesSize()
    {
        var finished = await PipelineCase.RestoreAsync(
            Png.Encode(OracleCase.Picture()), new RestoreSettings { Task = RestorationTask.Denoise, NoiseSigma = 0.05, Samples = 2, Steps = 3 });
        var map = PipelineCase.Decode(finished.Uncertainty);
        (map.Channels, map.Height, map.Width).ShouldBe((1, 32, 48));
        finished.Report.Samples.ShouldBe(2);
        finished.Report.MeanUncertainty!.Value.ShouldBeGreaterThan(0);
        finished.Report.Steps.ShouldBe(6);
    }

    [Fact]
    public async Task FinishAsync_FidelityTowardsTheObservation_StaysNearerToIt()
    {
        var picture = OracleCase.Picture();
        for (var n = 0; n < picture.Data.Length; n++)
        {
            picture.Data[n] += n % 2 == 0 ? 0.04f : -0.04f;
        }

        (await ResidualAsync(1)).ShouldBeLessThan(await ResidualAsync(0));

        async Task<double> ResidualAsync(double fidelity) => (await PipelineCase.RestoreAsync(
            Png.Encode(picture), new RestoreSettings { Task = RestorationTask.Denoise, NoiseSigma = 0.05, Fidelity = fidelity, Steps = 4 })).Report.Residual!.Value;
    }

    private static SampleSeries Series() => new([.. Enumerable.Range(0, 3).Select(One)]);

    private static ISampler One(int seed) => OracleCase.Sampler(SamplerProfile.Robust, OracleCase.Picture(), Steps, (ulong)seed);
}
