using BirD.Restoration.Denoising.Onnx;
using BirD.Restoration.Residency;
using BirD.Restoration.Sampling;
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
    [InlineData("inpaint", 40, 36)]
    [InlineData("learning", 40, 36)]
    [InlineData("samples", 33, 40)]
    public void Run_OnTheDevice_ComesOutAsOnTheHost(string task, int height, int width)
    {
        var (here, there) = (Session(task, height, width), Session(task, height, width));
        OracleCase.Run(here, prior);

        ResidentCase.Run(there, prior, residency);

        Golden.MaxDifference(there.Sampler.Result(there.State).Data, here.Sampler.Result(here.State).Data).ShouldBeLessThan(2e-4f);
        there.State.ScaleHistory.ShouldBe(here.State.ScaleHistory);
        there.State.LossHistory.Count.ShouldBe(here.State.LossHistory.Count);
        foreach (var (other, loss) in there.State.LossHistory.Zip(here.State.LossHistory))
        {
            other.ShouldBe(loss, Math.Max(1e-7, 1e-3 * loss));
        }
    }

    private SamplerSession Session(string task, int height, int width) => new(ResidentCase.Sampler(prior.Info, task, height, width));
}
