using BirD.Restoration.Degradations;
using BirD.Restoration.Degradations.Blur.Estimation;
using BirD.Restoration.Diagnosis;
using BirD.Restoration.Diffusion;
using BirD.Restoration.Planning;
using BirD.Restoration.Tensors;
using BirD.Restoration.Tests.Degradations.Blur;

namespace BirD.Restoration.Tests.Diagnosis;

public sealed class ConfidenceTests
{
    private static readonly PictureDiagnosis Diagnosis = new(0.01, null);

    [Fact]
    public void Objection_SharperWithNoiseLeftOver_IsNone()
    {
        var confidence = ConfidenceGate.Measure(Blurred(), Scene(), Noise(0.01), Diagnosis);
        ConfidenceGate.Objection(confidence, Diagnosis).ShouldBeNull();
        confidence.ResidualRatio!.Value.ShouldBe(1, 0.02);
        confidence.ResidualCorrelation!.Value.ShouldBe(0, 0.02);
        confidence.EdgeGain!.Value.ShouldBeGreaterThan(1.2);
        confidence.Score.ShouldBeGreaterThan(0.8);
    }

    [Fact]
    public void Objection_MoreThanNoiseLeftOver_SaysSo() =>
        ConfidenceGate.Objection(ConfidenceGate.Measure(Blurred(), Scene(), Noise(0.03), Diagnosis), Diagnosis).ShouldNotBeNull().ShouldContain("3.0 times the noise");

    [Fact]
    public void Objection_StructureLeftOver_SaysSo()
    {
        var structured = Noise(0.01);
        for (var n = 0; n < structured.Data.Length; n++)
        {
            structured.Data[n] = (float)(0.014 * Math.Sin(n % structured.Width / 6.0));
        }

        ConfidenceGate.Objection(ConfidenceGate.Measure(Blurred(), Scene(), structured, Diagnosis), Diagnosis).ShouldNotBeNull().ShouldContain("structure");
    }

    [Fact]
    public void Objection_LittleStructureLeftOfAnErrorThatWasReckonedWith_IsNone()
    {
        // What a JPEG leaves correlates; here it is half of the error that was expected.
        var structured = Noise(0.002);
        for (var n = 0; n < structured.Data.Length; n++)
        {
            structured.Data[n] += (float)(0.004 * Math.Sin(n % structured.Width / 1.2));
        }

        var confidence = ConfidenceGate.Measure(Blurred(), Scene(), structured, Diagnosis);
        confidence.ResidualCorrelation!.Value.ShouldBeGreaterThan(0.2);
        ConfidenceGate.Objection(confidence, Diagnosis).ShouldBeNull();
    }

    [Theory]
    [InlineData(1.16, 0.147, false)]
    [InlineData(1.08, 0.26, true)]
    [InlineData(0.6, 0.75, true)]
    public void Objection_StructureOfASimpleBlur_CountsByItsPower(double ratio, double correlation, bool objects) =>
        Objects(new BlurDiagnosis(2, 1), ratio, correlation).ShouldBe(objects);

    [Theory]
    [InlineData(0.86, 0.73, false)]
    [InlineData(1.05, 0.64, false)]
    [InlineData(1.09, 0.31, true)]
    [InlineData(1.3, 0.14, false)]
    public void Objection_StructureOfAFreeShape_OnlyCountsWhereMuchIsLeft(double ratio, double correlation, bool objects) =>
        Objects(new BlurDiagnosis(2, 1) { Strength = 0.1 }, ratio, correlation).ShouldBe(objects);

    [Theory]
    [InlineData(3.0, true)]
    [InlineData(4.0, false)]
    public void IsTrusted_ABlurUnderAStructuredError_OnlyWhereItIsSmall(double codes, bool trusted) =>
        RestorationPlanner.IsTrusted(new BlurDiagnosis(2, 1) { IsSimple = true, Agreement = 0.9, StructuredError = codes / 255 }).ShouldBe(trusted);

    [Fact]
    public void Objection_SofterThanBefore_SaysSo() =>
        ConfidenceGate.Objection(ConfidenceGate.Measure(Scene(), Blurred(), Noise(0.01), Diagnosis), Diagnosis).ShouldNotBeNull().ShouldContain("no sharper");

    [Fact]
    public void Objection_RestlessFlats_SaysSo()
    {
        var restless = Scene();
        var grain = Noise(0.03);
        for (var n = 0; n < restless.Data.Length; n++)
        {
            restless.Data[n] += grain.Data[n];
        }

        ConfidenceGate.Objection(ConfidenceGate.Measure(Blurred(), restless, Noise(0.01), Diagnosis), Diagnosis).ShouldNotBeNull().ShouldContain("restless");
    }

    [Fact]
    public void Measure_EdgesOfSharpAndBlurredScenes_AreFarApart()
    {
        EdgeWidth.Measure(Scene()).ShouldBeLessThan(1);
        EdgeWidth.Measure(Blurred()).ShouldBe(1.6, 0.3);
    }

    [Fact]
    public void Measure_MotionAcrossOneDirectionOnly_CountsAsBlur()
    {
        var stroke = new float[81];
        Array.Fill(stroke, 1f / 9, 36, 9);
        EdgeWidth.Measure(KernelEstimationTests.Blurred(new DegradationKernel(1, 9, stroke))).ShouldBeGreaterThan(1.5);
    }

    private static bool Objects(BlurDiagnosis blur, double ratio, double correlation)
    {
        var confidence = new RestorationConfidence { Score = 1, ResidualRatio = ratio, ResidualCorrelation = correlation };
        return ConfidenceGate.Objection(confidence, new PictureDiagnosis(0.01, blur))?.Contains("structure", StringComparison.Ordinal) == true;
    }

    private static ImageTensor Scene() => ColourPlanes.Triple(KernelEstimationTests.Scene());

    private static ImageTensor Blurred() => ColourPlanes.Triple(KernelEstimationTests.Blurred(KernelShapes.Gaussian(1, 11, 1.6)));

    private static ImageTensor Noise(double sigma)
    {
        var noise = new ImageTensor(3, 320, 320);
        new PhiloxNoise(9).Fill(noise, NoiseUse.Start, 0);
        for (var n = 0; n < noise.Data.Length; n++)
        {
            noise.Data[n] *= (float)sigma;
        }

        return noise;
    }
}
