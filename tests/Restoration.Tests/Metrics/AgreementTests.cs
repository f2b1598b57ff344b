using BirD.Restoration.Degradations;
using BirD.Restoration.Diffusion;
using BirD.Restoration.Metrics;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Tests.Metrics;

/// <summary>The measures that quality reports add to PSNR and SSIM.</summary>
public sealed class AgreementTests
{
    [Fact]
    public void GradientDeviation_EqualPictures_IsZero() =>
        GradientSimilarity.Deviation(Stripes(0), Stripes(0)).ShouldBe(0, 1e-9);

    [Fact]
    public void GradientDeviation_MoreNoise_IsWorse()
    {
        var mild = GradientSimilarity.Deviation(Stripes(0.02), Stripes(0));
        var strong = GradientSimilarity.Deviation(Stripes(0.1), Stripes(0));
        mild.ShouldBeGreaterThan(0);
        strong.ShouldBeGreaterThan(2 * mild);
    }

    [Fact]
    public void GradientDeviation_AnotherBrightness_IsForgiven()
    {
        var brighter = Stripes(0);
        for (var n = 0; n < brighter.Data.Length; n++)
        {
            brighter.Data[n] += 0.1f;
        }

        GradientSimilarity.Deviation(brighter, Stripes(0)).ShouldBe(0, 1e-6);
    }

    [Fact]
    public void Correlation_ShiftedKernelOfAnotherSide_IsTheSameBlur()
    {
        var small = KernelShapes.Gaussian(1, 7, 1.1);
        var weights = new float[13 * 13];
        for (var n = 0; n < small.Weights.Length; n++)
        {
            weights[((n / 7) + 4) * 13 + (n % 7) + 2] = small.Weights[n];
        }

        KernelAgreement.Correlation(small, new DegradationKernel(1, 13, weights)).ShouldBe(1, 1e-6);
    }

    [Fact]
    public void Correlation_BlurAgainstNoBlur_IsLow() =>
        KernelAgreement.Correlation(KernelShapes.Gaussian(1, 15, 2), KernelShapes.Delta(1, 15)).ShouldBeLessThan(0.4);

    [Fact]
    public void ToTruth_DarkenedPicture_ComesBackExactly()
    {
        var dark = Stripes(0);
        for (var n = 0; n < dark.Data.Length; n++)
        {
            dark.Data[n] = (0.25f * dark.Data[n]) + 0.1f;
        }

        var aligned = ToneAlignment.ToTruth(dark, Stripes(0));
        ImageMetrics.Psnr(aligned, Stripes(0)).ShouldBeGreaterThan(100);
    }

    private static ImageTensor Stripes(double noise)
    {
        var (picture, grain) = (new ImageTensor(3, 48, 64), new ImageTensor(3, 48, 64));
        new PhiloxNoise(3).Fill(grain, NoiseUse.Start, 0);
        for (var n = 0; n < picture.Data.Length; n++)
        {
            picture.Data[n] = (n / 7 % 2 == 0 ? 0.3f : 0.6f) + (float)(noise * grain.Data[n]);
        }

        return picture;
    }
}
