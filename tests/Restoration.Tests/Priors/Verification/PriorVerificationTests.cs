using BirD.Restoration.Priors;
using BirD.Restoration.Priors.Analytic;
using BirD.Restoration.Priors.Onnx;
using BirD.Restoration.Priors.Verification;
using BirD.Restoration.Tests.Priors.Import;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Priors.Verification;

/// <summary>Each way in which a prior can be unfit is found; a fit one passes.</summary>
public sealed class PriorVerificationTests
{
    private const int Side = 96;

    [Fact]
    public void Run_ThePriorWithoutWeights_IsNoBetterThanItself()
    {
        using var gaussian = new GaussianDenoiser();

        var report = PriorVerification.Run(gaussian, sceneSide: Side);

        report.Verdict.ShouldBe(Verdict.Weak);
        report.Figures.Select(f => Math.Round(f.Sigma * 255)).ShouldBe([5, 15, 25, 50, 100]);
        report.Figures.ShouldAllBe(f => f.Denoised == f.WeightFree && f.Denoised > f.Noisy);
    }

    [Fact]
    public async Task Run_AnImportedNetwork_IsOkAndUnfitUnderAWrongPrediction()
    {
        using var folder = new TempFolder();
        using var sound = OnnxDenoiser.Load(await UNetCase.ImportAsync("unet_a", folder.Path), new DeviceOptions { Kind = DeviceKind.Cpu });
        using var mistaken = new Faulty(sound, info => info with { Prediction = PredictionType.X0 }, (_, _) => { });

        PriorVerification.Run(sound, sceneSide: Side).Verdict.ShouldBe(Verdict.Ok);
        PriorVerification.Run(mistaken, sceneSide: Side).Verdict.ShouldBe(Verdict.Unfit);
    }

    [Fact]
    public void Run_AnswersThatAreNotFinite_AreAProblem() =>
        Problem((batch, _) => batch.Output.Span[7] /= batch.Timesteps.Span[0] == 999 ? 0 : 1).ShouldContain("t = 999 is not finite");

    [Fact]
    public void Run_AnswersThatVary_AreAProblem() =>
        Problem((batch, call) => batch.Output.Span[0] += call).ShouldContain("differently");

    [Fact]
    public void Run_PicturesThatMix_AreAProblem() =>
        Problem((batch, _) => batch.Output.Span[0] += batch.Count - 1).ShouldContain("batch");

    [Fact]
    public void Run_ABuiltInSize_IsAProblem() => Problem(
        (batch, _) => _ = batch.Width == batch.Height ? 0 : throw new EngineException("Got invalid dimensions", outOfMemory: false)).ShouldContain("invalid dimensions");

    [Fact]
    public void Draw_IsAPictureThatIsTheSameEveryTime()
    {
        var scene = TestScenes.Draw(1, 40, 56);

        scene.Data.ShouldBe(TestScenes.Draw(1, 40, 56).Data);
        scene.Data.ShouldNotBe(TestScenes.Draw(2, 40, 56).Data);
        scene.Data.ShouldAllBe(v => v >= 0 && v <= 1);
        scene.Data.Distinct().Count().ShouldBeGreaterThan(1000);
    }

    private static string Problem(Action<DenoiseBatch, int> fault)
    {
        using var gaussian = new GaussianDenoiser();
        using var prior = new Faulty(gaussian, info => info, fault);
        var report = PriorVerification.Run(prior, sceneSide: Side);
        report.Verdict.ShouldBe(Verdict.Unfit);
        report.Figures.ShouldBeEmpty();
        return report.Problem.ShouldNotBeNull();
    }

    /// <summary>A sound prior with one fault put on its answers.</summary>
    private sealed class Faulty(IDenoiser sound, Func<DenoiserInfo, DenoiserInfo> change, Action<DenoiseBatch, int> fault) : IDenoiser
    {
        private int calls;

        public DenoiserInfo Info => change(sound.Info);

        public void Evaluate(in DenoiseBatch batch, CancellationToken cancellationToken)
        {
            sound.Evaluate(batch, cancellationToken);
            fault(batch, ++calls);
        }

        public void Dispose()
        {
            // The sound prior belongs to the test.
        }
    }
}
