using BirD.Restoration.Degradations.Jpeg;
using BirD.Restoration.Degradations.Noise;
using BirD.Restoration.Degradations.Tone;
using BirD.Restoration.Planning;
using BirD.Restoration.Settings;
using BirD.Restoration.Tensors;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Pipeline;

/// <summary>Each task from file to file with the weight-free prior.</summary>
public sealed class TaskTests
{
    private readonly ImageTensor clean = PipelineCase.Decode(Png.Encode(OracleCase.Picture(64, 96)));

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Restore_SuperResolve_IsLargerAndExplainsTheSmallPicture(int scale)
    {
        var small = OracleCase.Picture(24, 32);
        var finished = await PipelineCase.RestoreAsync(
            Png.Encode(small), new RestoreSettings { Task = RestorationTask.SuperResolve, Scale = scale, Steps = 4 });

        var result = PipelineCase.Decode(finished.Output);
        (result.Height, result.Width).ShouldBe((24 * scale, 32 * scale));
        (finished.Report.Height, finished.Report.Width).ShouldBe((24 * scale, 32 * scale));
        finished.Report.Residual!.Value.ShouldBeLessThan(2.0 / 255);
        finished.Report.Kernel![0].Sum().ShouldBe(1, 1e-3);
    }

    [Fact]
    public async Task Restore_SuperResolveInterrupted_GivesTheSameBytes()
    {
        var settings = new RestoreSettings { Task = RestorationTask.SuperResolve, Steps = 6 };
        var input = Png.Encode(OracleCase.Picture(24, 32));
        var through = await PipelineCase.RestoreAsync(input, settings);
        var resumed = await PipelineCase.RestoreAsync(input, settings, interruptAt: 4);
        resumed.Output.ToArray().ShouldBe(through.Output.ToArray());
    }

    [Fact]
    public async Task Restore_Jpeg_StaysWithinTheFilesOwnCells()
    {
        var file = JpegFile.Encode(clean, 20, halvedColour: true);
        var finished = await PipelineCase.RestoreAsync(file, new RestoreSettings { Task = RestorationTask.Jpeg, Steps = 4 });

        finished.Outcome.ShouldBe("restored");
        finished.Report.Residual!.Value.ShouldBeLessThan(1.0 / 255);
    }

    [Fact]
    public async Task Restore_JpegOfAnotherFormat_IsLeftAloneWithTheReason()
    {
        var finished = await PipelineCase.RestoreAsync(Png.Encode(clean), new RestoreSettings { Task = RestorationTask.Jpeg });
        finished.Outcome.ShouldBe("unchanged");
        finished.Report.Reason.ShouldNotBeNull().ShouldContain("quantisation");
    }

    [Fact]
    public async Task Restore_LowLight_BringsTheLightBack()
    {
        var dark = clean.Clone();
        System.Numerics.Tensors.TensorPrimitives.Multiply(dark.Data, 0.25f, dark.Data);

        var finished = await PipelineCase.RestoreAsync(Png.Encode(dark), new RestoreSettings { Task = RestorationTask.LowLight, Steps = 8 });

        finished.Report.Exposure!.Value.ShouldBeInRange(0.2, 0.32);
        var result = PipelineCase.Decode(finished.Output);
        result.Data.Average().ShouldBe(clean.Data.Average() * (float)(0.25 / finished.Report.Exposure.Value), 0.02);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.25)]
    public void Noise_BehindHoles_IsMeasuredOnWhatWasObserved(double holes)
    {
        var (noisy, random) = (new ImageTensor(1, 260, 260), new Random(7));
        for (var n = 0; n < noisy.Data.Length; n++)
        {
            noisy.Data[n] = 0.5f + (0.02f * (float)Enumerable.Range(0, 12).Sum(_ => random.NextDouble() - 0.5));
        }

        var known = Holes.Random(260, 260, holes, seed: 2);
        NoiseEstimator.Estimate(Holes.Blacken(noisy, known), known).ShouldBe(0.02, 0.003);
    }

    [Fact]
    public void Exposure_OfTheSameScene_FollowsTheLight()
    {
        (EstimateAt(0.2f) / EstimateAt(0.6f)).ShouldBe(1.0 / 3, 1e-3);
        (EstimateAt(0.1f) / EstimateAt(0.2f)).ShouldBe(0.5, 1e-3);
        EstimateAt(1).ShouldBeLessThanOrEqualTo(1);

        double EstimateAt(float light)
        {
            var dark = clean.Clone();
            System.Numerics.Tensors.TensorPrimitives.Multiply(dark.Data, light, dark.Data);
            return ExposureEstimator.Estimate(dark);
        }
    }

    [Fact]
    public void Blocking_OnlyTheCompressedPicture_ShowsIt()
    {
        var noisy = clean.Clone();
        var random = new Random(1);
        for (var n = 0; n < noisy.Data.Length; n++)
        {
            noisy.Data[n] = Math.Clamp(noisy.Data[n] + (float)(0.15 * (random.NextDouble() - 0.5)), 0, 1);
        }

        BlockingEstimator.Estimate(noisy).ShouldBe(1, 0.1);
        BlockingEstimator.Estimate(PipelineCase.Decode(JpegFile.Encode(noisy, 15, halvedColour: true)))
            .ShouldBeGreaterThan(RestorationPlanner.AutoBlocking);
    }
}
