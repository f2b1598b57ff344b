using BirD.Restoration.Checkpointing;
using BirD.Restoration.Degradations;
using BirD.Restoration.Diffusion;
using BirD.Restoration.Engine.Tiling;
using BirD.Restoration.Imaging.Faults;
using BirD.Restoration.Metrics;
using BirD.Restoration.Planning;
using BirD.Restoration.Priors;
using BirD.Restoration.Sampling;
using BirD.Restoration.Sampling.Posterior;
using BirD.Restoration.Sampling.Robust;
using BirD.Restoration.Sampling.Series;
using BirD.Restoration.Settings;
using BirD.Restoration.Tensors;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Sampling;

/// <summary>How many evaluations a picture gets, and that one is worth what it can be.</summary>
public sealed class EvaluationsTests
{
    private const double Sigma = 0.1;

    /// <summary>The Gaussian prior's answer is the posterior mean in closed form: one step must give just that.</summary>
    [Fact]
    public void Run_OneStepAtTheToldNoise_IsThePosteriorMean()
    {
        using var prior = OracleCase.Prior();
        var (clean, y) = Noisy();
        var session = new SamplerSession(Create(new RestoreSettings { Task = RestorationTask.Denoise, NoiseSigma = Sigma, Steps = 1 }, y));
        OracleCase.Run(session, prior);

        var (abar, input) = (NoiseLevel.AlphaBarOf(Sigma), y.Clone());
        for (var n = 0; n < input.Data.Length; n++)
        {
            input.Data[n] = (float)(Math.Sqrt(abar) * ((2 * y.Data[n]) - 1));
        }

        var request = new PriorRequest(input, (float)new NoiseLevel(NoiseSchedule.Linear()).TimestepOf(Sigma));
        var answer = CleanEstimate.Clamped(prior.Info.Prediction, input, new TiledDenoiser(prior).Evaluate(request, CancellationToken.None), abar);
        var result = session.Sampler.Result(session.State);
        for (var n = 0; n < result.Data.Length; n++)
        {
            result.Data[n].ShouldBe((answer.Data[n] + 1) / 2, 1e-4f);
        }

        ImageMetrics.Psnr(result, clean).ShouldBeGreaterThan(ImageMetrics.Psnr(y, clean) + 3);
    }

    /// <summary>More than the mirrorings can tell apart: the further ones perturb the picture, and none may be worth less than one.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    public void Run_StepsGiven_TakesJustAsMany(int steps)
    {
        using var prior = OracleCase.Prior();
        var (_, y) = Noisy();
        var session = new SamplerSession(Create(new RestoreSettings { Task = RestorationTask.Denoise, NoiseSigma = Sigma, Steps = steps }, y));
        OracleCase.Run(session, prior);

        (session.StepIndex, session.StepCount, session.State.StoppedBy).ShouldBe((steps, steps, StopReason.Given));
    }

    [Fact]
    public void Run_StepsFree_EndsWhereWhatIsLeftIsTheNoise()
    {
        using var prior = OracleCase.Prior();
        var session = new SamplerSession(Create(new RestoreSettings { Task = RestorationTask.Denoise }, Noisy().Y));
        session.StepCount.ShouldBe(4);
        OracleCase.Run(session, prior);

        (session.StepIndex, session.StepCount, session.State.StoppedBy).ShouldBe((2, 2, StopReason.Residual));
    }

    [Theory]
    [InlineData(1.05, 1.05, StopReason.Residual)]
    [InlineData(1.9, 1.9, StopReason.Rest)]
    [InlineData(1.3, 1.05, null)]
    public void Reason_OfTwoResiduals_AsksForRestAndTellsNoiseFromMore(double before, double now, StopReason? reason) =>
        new StopRule { Least = 2 }.Reason([before * Sigma, now * Sigma], Sigma).ShouldBe(reason);

    [Fact]
    public void Reason_BeforeTheLeastSteps_IsNone() => new StopRule { Least = 3 }.Reason([Sigma, Sigma], Sigma).ShouldBeNull();

    /// <summary>Where a run ends must not depend on where it was interrupted: alone, in samples, in regions.</summary>
    [Theory]
    [InlineData("alone", 1)]
    [InlineData("samples", 2)]
    [InlineData("regions", 1)]
    [InlineData("regions", 2)]
    [InlineData("regions", 3)]
    public void Read_BeforeAnEndThatNobodyGave_ContinuesToTheSameBytes(string kind, int interruptedAfter)
    {
        using var prior = OracleCase.Prior();
        var whole = new SamplerSession(Kind(kind));
        OracleCase.Run(whole, prior);
        var identity = new CheckpointIdentity("input", "settings", whole.Sampler.StepCount);

        var first = new SamplerSession(Kind(kind));
        OracleCase.Run(first, prior, interruptedAfter);
        var (state, step) = CheckpointCodec.Read(CheckpointCodec.Write(first.State, first.StepIndex, identity), identity);
        var resumed = new SamplerSession(Kind(kind), state, step);
        OracleCase.Run(resumed, prior);

        whole.StepCount.ShouldBeLessThan(whole.Sampler.StepCount);
        (resumed.StepIndex, resumed.State.StoppedBy).ShouldBe((whole.StepIndex, whole.State.StoppedBy));
        resumed.Sampler.Result(resumed.State).Data.ShouldBe(whole.Sampler.Result(whole.State).Data);
    }

    [Fact]
    public async Task FinishAsync_StepsFree_ReportsWhatWasTakenAndWhy()
    {
        var report = (await PipelineCase.RestoreAsync(Png.Encode(Noisy().Y), new RestoreSettings { Task = RestorationTask.Denoise }, interruptAt: 1)).Report;

        (report.Steps, report.StoppedBy).ShouldBe((2, "residual"));
    }

    [Fact]
    public void Create_NoisierThanThePriorKnows_IsRefusedWithBothFigures()
    {
        using var prior = OracleCase.Prior();
        var refusal = Should.Throw<PictureException>(() => Create(
            new RestoreSettings { Task = RestorationTask.Denoise, NoiseSigma = 90.0 / 255 }, Noisy().Y, prior.Info with { Name = "small", MostNoise = 75.0 / 255 }));

        refusal.Message.ShouldContain("noise is 90.0/255; the prior 'small' knows noise up to 75.0/255");
    }

    /// <summary>A kernel that is wrong leaves more than the noise, whatever the noise was said to be: who listens reckons with that.</summary>
    [Fact]
    public void Run_AWrongKernelAndTooLittleNoiseTold_ListensToWhatIsLeft()
    {
        using var prior = OracleCase.Prior();
        var clean = OracleCase.Picture(48, 64);
        for (var n = 0; n < clean.Data.Length; n++)
        {
            clean.Data[n] += n / 5 % 2 * 0.2f;
        }

        var y = new ImageTensor(3, 48, 64);
        DepthwiseCorrelation.Apply(clean, KernelShapes.Gaussian(1, 9, 1.5), y);
        new PhiloxNoise(11).Add(y, NoiseUse.Start, 0, 0.02f);
        var options = new RobustOptions { Steps = 15, Fall = 1.43, StartSigma = 49.0 / 255, EndSigma = 0.002, PriorWeight = 0.4, AtMost = StopReason.Limit };

        var (deaf, listening) = (Run(options), Run(options with { Listens = true }));

        (deaf.Steps, deaf.Reason).ShouldBe((14, StopReason.Residual), "the level is down at the noise that was told");
        (listening.Steps < deaf.Steps, listening.Reason).ShouldBe((true, StopReason.Residual), "the level is down at what is left over");
        listening.Psnr.ShouldBeGreaterThan(deaf.Psnr + 1);

        (int Steps, StopReason? Reason, double Psnr) Run(RobustOptions with)
        {
            var sampler = new RobustSampler(
                new Observation(y, 0.002), KernelShapes.Gaussian(1, 9, 2), NoiseSchedule.Linear(), prior.Info, with, new PhiloxNoise(3));
            var session = new SamplerSession(sampler);
            OracleCase.Run(session, prior);
            return (session.StepIndex, session.State.StoppedBy, ImageMetrics.Psnr(session.Sampler.Result(session.State), clean));
        }
    }

    private static ISampler Kind(string kind)
    {
        var settings = new RestoreSettings { Task = RestorationTask.Denoise };
        if (kind == "alone")
        {
            return Create(settings, Noisy().Y);
        }

        if (kind == "samples")
        {
            return new SampleSeries([.. Enumerable.Range(0, 2).Select(n => Create(settings with { Seed = (ulong)n }, Noisy().Y))]);
        }

        var y = Noisy(60, 300).Y;
        var grid = new RegionGrid(y.Height, y.Width, 240);
        return new RegionSeries(grid, (n, _) => Create(settings, grid[n].Of(y)), pilot: null, focus: 0);
    }

    private static ISampler Create(RestoreSettings settings, ImageTensor y, DenoiserInfo? info = null)
    {
        using var prior = OracleCase.Prior();
        var noise = settings.NoiseSigma ?? Sigma;
        var plan = new RestorationPlan { Task = settings.Task, Diagnosis = new(noise, null) };
        return new SessionFactory(info ?? prior.Info).Create(plan, settings, new Observation(y, noise), PictureFacts.None);
    }

    private static (ImageTensor Clean, ImageTensor Y) Noisy(int height = 48, int width = 64)
    {
        var clean = OracleCase.Picture(height, width);
        var y = clean.Clone();
        new PhiloxNoise(11).Add(y, NoiseUse.Start, 0, (float)Sigma);
        return (clean, y);
    }
}
