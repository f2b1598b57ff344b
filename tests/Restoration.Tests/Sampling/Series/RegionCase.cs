using BirD.Restoration.Degradations;
using BirD.Restoration.Diffusion;
using BirD.Restoration.Priors;
using BirD.Restoration.Sampling;
using BirD.Restoration.Sampling.Robust;
using BirD.Restoration.Sampling.Series;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Tests.Sampling.Series;

/// <summary>One denoising, whole or in small regions.</summary>
internal sealed record RegionCase(ImageTensor Y, double Sigma, int Steps, DenoiserInfo Prior)
{
    public const int Side = 240;

    public ISampler Whole() => Sampler(new Window(0, 0, Y.Height, Y.Width));

    public RegionSeries Series(int? pilot = null)
    {
        var grid = new RegionGrid(Y.Height, Y.Width, Side);
        return new RegionSeries(grid, (n, learn) => Sampler(grid[n], learn), pilot, focus: 0);
    }

    private RobustSampler Sampler(Window window, bool learn = false)
    {
        var options = new RobustOptions
        {
            Steps = Steps, StartSigma = 4 * Sigma, EndSigma = 2 * Sigma, PriorWeight = 1, FreshNoise = 1, AverageEstimates = true,
            LearnKernel = learn, KernelFrom = 0,
        };
        return new RobustSampler(
            new Observation(window.Of(Y), Sigma), learn ? KernelShapes.Gaussian(1, 5, 1) : KernelShapes.Delta(1, 1),
            NoiseSchedule.Linear(), Prior, options, new PhiloxNoise(3, window.Top, window.Left));
    }
}
