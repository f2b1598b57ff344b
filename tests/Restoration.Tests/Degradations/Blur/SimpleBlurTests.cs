using BirD.Restoration.Degradations;
using BirD.Restoration.Degradations.Blur.Estimation;
using BirD.Restoration.Degradations.Noise;
using BirD.Restoration.Diffusion;
using BirD.Restoration.Metrics;
using BirD.Restoration.Tensors;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Degradations.Blur;

public sealed class SimpleBlurTests
{
    private const double Noise = 0.5 / 255;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Prefer_ALensBlurFittedWithAStreak_LosesTheStreak()
    {
        var truth = KernelShapes.Gaussian(1, 15, 1.6);
        // What a picture full of parallel lines does to a free fit.
        var streaked = new DegradationKernel(1, 15, (float[])truth.Weights.Clone());
        for (var x = 0; x < 15; x++)
        {
            streaked.Weights[(7 * 15) + x] += 0.008f;
        }

        var found = SimpleBlurSearch.Prefer(KernelEstimationTests.Blurred(truth), KernelCleanup.Normalised(streaked), Noise, Stop);
        KernelAgreement.Correlation(found, truth).ShouldBeGreaterThan(0.99);
        found.Weights[7 * 15].ShouldBeLessThan(1e-4f);
    }

    [Fact]
    public void Prefer_AStroke_FindsLengthAndDirection()
    {
        var truth = KernelShapes.Stroke(15, 9, 0.5);
        var picture = KernelEstimationTests.Blurred(truth);
        var free = KernelEstimator.Estimate(picture, 15, Noise, Stop);
        var found = SimpleBlurSearch.Prefer(picture, free, Noise, Stop);
        KernelMoments.Of(found).Angle.ShouldBe(0.5, 0.1);
        (KernelMoments.Of(found).Longest * Math.Sqrt(12)).ShouldBe(9, 1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Make_ALens_TheSpectrumKnowsWhich(bool isDisc)
    {
        var (gaussian, disc) = (KernelShapes.Gaussian(1, 15, 1.4), KernelShapes.Disc(15, 2.6));
        var evidence = SpectralEvidence.Read(KernelEstimator.Luminance(KernelEstimationTests.Blurred(isDisc ? disc : gaussian)), KernelShapes.Gaussian(1, 15, 1.6)).ShouldNotBeNull();
        (evidence.Of(disc) > evidence.Of(gaussian)).ShouldBe(isDisc);
        foreach (var found in new[] { gaussian, disc })
        {
            KernelAgreement.Correlation(SpectralChoice.Make(found, KernelShapes.Gaussian(1, 15, 1.6), evidence), isDisc ? disc : gaussian).ShouldBeGreaterThan(0.985);
        }
    }

    [Theory]
    [InlineData(95)]
    [InlineData(85)]
    [InlineData(75)]
    public void Prefer_ALensSeenThroughAJpeg_KeepsItsWidth(int quality)
    {
        var truth = KernelShapes.Gaussian(1, 15, 1.8);
        var file = JpegFile.Encode(KernelEstimationTests.Blurred(truth), quality, halvedColour: false);
        var picture = PipelineCase.Decode(file);
        var free = KernelEstimator.Estimate(picture, 15, Noise, Stop);
        KernelMoments.Of(SimpleBlurSearch.Prefer(picture, free, Noise, Stop)).Longest.ShouldBe(1.8, 0.45);
    }

    [Fact]
    public void ErrorUnder_AJpeg_IsSeenWhereSmoothPlacesShowNone()
    {
        var truth = KernelShapes.Gaussian(1, 15, 1.8);
        var blurred = KernelEstimationTests.Blurred(truth);
        var picture = PipelineCase.Decode(JpegFile.Encode(blurred, 85, halvedColour: false));
        NoiseEstimator.Estimate(picture).ShouldBeLessThan(0.5 / 255);
        BlurEstimator.StructuredError(picture, truth).ShouldBeInRange(1.0 / 255, 4.0 / 255);
    }

    [Fact]
    public void ErrorUnder_WhiteNoise_IsNone()
    {
        var truth = KernelShapes.Gaussian(1, 15, 1.8);
        var noisy = KernelEstimationTests.Blurred(truth);
        var noise = new ImageTensor(1, noisy.Height, noisy.Width);
        new PhiloxNoise(3).Fill(noise, NoiseUse.Start, 0);
        for (var n = 0; n < noisy.Data.Length; n++)
        {
            noisy.Data[n] += 2f / 255 * noise.Data[n];
        }

        BlurEstimator.StructuredError(noisy, truth).ShouldBe(0);
    }

    [Fact]
    public void Make_ASpectrumThatContradictsTheEdges_IsNotBelieved()
    {
        // The scene is sharp; edges that measure 2.5 px across can't come of what its spectrum shows.
        var evidence = SpectralEvidence.Read(KernelEstimator.Luminance(KernelEstimationTests.Scene()), KernelShapes.Gaussian(1, 15, 1.6)).ShouldNotBeNull();
        var (found, free) = (KernelShapes.Gaussian(1, 15, 2.4), KernelShapes.Gaussian(1, 15, 2.5));
        SpectralChoice.Make(found, free, evidence).ShouldBeSameAs(found);
    }

    [Fact]
    public void Make_AGaussianByBothWitnesses_LiesBetweenThem()
    {
        var truth = KernelShapes.Gaussian(1, 15, 1.6);
        var evidence = SpectralEvidence.Read(KernelEstimator.Luminance(KernelEstimationTests.Blurred(truth)), truth).ShouldNotBeNull();
        var edges = KernelShapes.Gaussian(1, 15, 1.4);
        var alone = KernelMoments.Of(SpectralChoice.Make(edges, truth, evidence)).Longest;
        var both = KernelMoments.Of(SpectralChoice.Make(edges, truth, evidence, foundGaussian: true)).Longest;
        both.ShouldBe(Math.Sqrt(1.4 * alone), 0.01);
        Math.Abs(both - alone).ShouldBeGreaterThan(0.02);
    }

    [Fact]
    public void Make_AStroke_IsFoundThoughEdgesDidNotAsk()
    {
        var (truth, free) = (KernelShapes.Stroke(15, 9, 0.5), KernelShapes.Stroke(15, 10, 0.6));
        var evidence = SpectralEvidence.Read(KernelEstimator.Luminance(KernelEstimationTests.Blurred(truth)), KernelShapes.Gaussian(1, 15, 1.6)).ShouldNotBeNull();
        KernelAgreement.Correlation(SpectralChoice.Make(free, free, evidence), truth).ShouldBeGreaterThan(0.985);
    }

    [Fact]
    public void Prefer_ABentPath_KeepsTheFreeKernel()
    {
        var weights = new float[225];
        for (var n = 0; n < 5; n++)
        {
            (weights[(7 * 15) + 7 + n], weights[((7 - n) * 15) + 7]) = (0.1f, 0.1f);
        }

        var truth = KernelCleanup.Normalised(new DegradationKernel(1, 15, weights));
        SimpleBlurSearch.Prefer(KernelEstimationTests.Blurred(truth), truth, Noise, Stop).ShouldBeSameAs(truth);
    }

    [Fact]
    public void Prefer_Stopped_LetsGo() => Should.Throw<OperationCanceledException>(() =>
        SimpleBlurSearch.Prefer(KernelEstimationTests.Scene(), KernelShapes.Gaussian(1, 15, 1), Noise, new CancellationToken(canceled: true)));

    [Fact]
    public void Estimate_Stopped_LetsGo() => Should.Throw<OperationCanceledException>(() =>
        KernelEstimator.Estimate(KernelEstimationTests.Scene(), 15, Noise, new CancellationToken(canceled: true)));

    [Theory]
    [InlineData(2.5)]
    [InlineData(4)]
    public void Disc_AnyRadius_IsEvenAndAsLargeAsItSays(double radius)
    {
        var disc = KernelShapes.Disc(13, radius);
        disc.Sum(0).ShouldBe(1, 1e-5);
        // Variance per axis of an even disc: radius^2 / 4.
        KernelMoments.Of(disc).Longest.ShouldBe(radius / 2, 0.1);
    }
}
