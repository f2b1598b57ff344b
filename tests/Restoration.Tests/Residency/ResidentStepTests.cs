using BirD.Restoration.Priors;
using BirD.Restoration.Priors.Onnx;
using BirD.Restoration.Residency;
using BirD.Restoration.Sampling;
using BirD.Restoration.Tests.Priors.Import;
using BirD.Restoration.Tests.Sampling.Series;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Residency;

/// <summary>Steps on a device come out as on the host. The CPU provider is the device: the same graphs, bindings and copies.</summary>
public sealed class ResidentStepTests : IDisposable
{
    private readonly OnnxDenoiser prior = ResidentCase.Prior();
    private readonly OnnxResidency residency;

    public ResidentStepTests() => residency = new OnnxResidency(prior, ResidentCase.Device);

    public void Dispose()
    {
        residency.Dispose();
        prior.Dispose();
    }

    [Theory]
    [InlineData("denoise", 48, 64)]
    [InlineData("denoise", 37, 53)]
    [InlineData("deblur", 48, 64)]
    [InlineData("deblur", 37, 53)]
    [InlineData("deblur", 19, 4)]
    [InlineData("matched", 48, 64)]
    [InlineData("listening", 37, 53)]
    [InlineData("inpaint", 40, 36)]
    [InlineData("learning", 40, 36)]
    [InlineData("samples", 33, 40)]
    public void Run_OnTheDevice_ComesOutAsOnTheHost(string task, int height, int width)
    {
        var (here, there) = (Session(task, height, width), Session(task, height, width));
        OracleCase.Run(here, prior);

        ResidentCase.Run(there, prior, residency);

        Golden.MaxDifference(there.Sampler.Result(there.State).Data, here.Sampler.Result(here.State).Data).ShouldBeLessThan(2e-4f);
        there.StepIndex.ShouldBe(here.StepIndex);
        there.State.ScaleHistory.Count.ShouldBe(here.State.ScaleHistory.Count);
        foreach (var (other, scale) in there.State.ScaleHistory.Zip(here.State.ScaleHistory))
        {
            // Who listens takes its scale from a residual, which is as near to the host's as the picture is.
            other.ShouldBe(scale, task == "listening" ? 1e-3 * scale : 0);
        }

        there.State.LossHistory.Count.ShouldBe(here.State.LossHistory.Count);
        foreach (var (other, loss) in there.State.LossHistory.Zip(here.State.LossHistory))
        {
            other.ShouldBe(loss, Math.Max(1e-7, 1e-3 * loss));
        }
    }

    /// <summary>Priors with a variance in channels 3 to 5, and with strides that need more padding.</summary>
    [Theory]
    [InlineData("unet_a")]
    [InlineData("unet_b")]
    [InlineData("unet_c")]
    public async Task Run_WithAnImportedPrior_ComesOutAsOnTheHost(string name)
    {
        using var folder = new TempFolder();
        using var imported = OnnxDenoiser.Load(await UNetCase.ImportAsync(name, folder.Path), ResidentCase.Device);
        using var device = new OnnxResidency(imported, ResidentCase.Device);
        var (here, there) = (
            new SamplerSession(ResidentCase.Sampler(imported.Info, "noisy", 27, 30)), new SamplerSession(ResidentCase.Sampler(imported.Info, "noisy", 27, 30)));
        OracleCase.Run(here, imported);

        ResidentCase.Run(there, imported, device);

        Golden.MaxDifference(there.Sampler.Result(there.State).Data, here.Sampler.Result(here.State).Data).ShouldBeLessThan(2e-4f);
    }

    /// <summary>A scan: region after region, the first learning a kernel for the others, each brought home when it ends.</summary>
    [Fact]
    public void Run_RegionByRegion_ComesOutAsOnTheHost()
    {
        var scan = new RegionCase(OracleCase.Picture(260, 400), 0.05, 3, prior.Info);
        var (here, there) = (new SamplerSession(scan.Series(pilot: 1)), new SamplerSession(scan.Series(pilot: 1)));
        OracleCase.Run(here, prior);

        ResidentCase.Run(there, prior, residency);

        Golden.MaxDifference(there.Sampler.Result(there.State).Data, here.Sampler.Result(here.State).Data).ShouldBeLessThan(2e-4f);
        there.State.LossHistory.Count.ShouldBe(here.State.LossHistory.Count);
    }

    [Fact]
    public void Trial_OfADeviceThatComputesRight_Passes() => ResidencyTrial.Run(prior, residency).ShouldBeNull();

    [Fact]
    public void Trial_OfADeviceThatComputesOtherwise_SaysByHowMuch()
    {
        using var other = new Faulty(residency) { Skewed = true };
        ResidencyTrial.Run(prior, other)!.ShouldContain("codes of 255");
    }

    [Fact]
    public void Trial_OfADeviceThatFails_SaysHow()
    {
        using var broken = new Faulty(residency) { OnEvaluate = _ => throw new EngineException("no such kernel", outOfMemory: false) };
        ResidencyTrial.Run(prior, broken).ShouldBe("no such kernel");
    }

    [Fact]
    public void Open_OnTheCpu_LeavesStepsToTheHost() => Residencies.Open(prior).ShouldBe((null, null));

    [Fact]
    public void Open_OnADeviceThatIsNotThere_SaysWhatIsMissing() =>
        Should.Throw<EngineException>(() => new OnnxResidency(prior, DeviceOptions.Parse("cuda:0"))).Message.ShouldStartWith("Opening the guidance's graphs");

    private SamplerSession Session(string task, int height, int width) => new(ResidentCase.Sampler(prior.Info, task, height, width));
}
