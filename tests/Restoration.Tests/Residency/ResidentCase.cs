using BirD.Restoration.Degradations;
using BirD.Restoration.Degradations.Missing;
using BirD.Restoration.Diffusion;
using BirD.Restoration.Engine.Tiling;
using BirD.Restoration.Priors;
using BirD.Restoration.Priors.Onnx;
using BirD.Restoration.Residency;
using BirD.Restoration.Sampling;
using BirD.Restoration.Sampling.Robust;
using BirD.Restoration.Sampling.Series;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Residency;

/// <summary>Samplers over the bundled prior, run step by step on the host or on the device that the CPU provider is.</summary>
internal static class ResidentCase
{
    private const int Steps = 6;

    public static DeviceOptions Device { get; } = new() { Kind = DeviceKind.Cpu };

    public static OnnxDenoiser Prior() =>
        OnnxDenoiser.Load(Path.Combine(AppContext.BaseDirectory, "Bundled", "bird-leaves", "bird-leaves.onnx"), Device);

    /// <summary>denoise, deblur, inpaint, samples; sizes that need no padding, padding in both directions, or are smaller than a kernel's reach.</summary>
    public static IResidentSampler Sampler(DenoiserInfo prior, string task, int height, int width, ulong seed = 3)
    {
        var y = OracleCase.Picture(height, width);
        var (observation, chain, noise) = (new Observation(y, 0.05), NoiseSchedule.Linear(), new PhiloxNoise(seed));
        var options = new RobustOptions { Steps = Steps, StartSigma = 0.3, EndSigma = 0.05 };
        return task switch
        {
            "denoise" => new RobustSampler(
                observation, KernelShapes.Delta(1, 1), chain, prior, options with { FreshNoise = 1, AverageEstimates = true }, noise),
            "matched" => new RobustSampler(
                observation, KernelShapes.Delta(1, 1), chain, prior,
                options with { MatchedSteps = 4, FreshNoise = 1, AverageEstimates = true, Stop = new StopRule { Least = 2 } }, noise),
            "listening" => new RobustSampler(observation, Uneven(), chain, prior, options with { Fall = 1.6, Listens = true }, noise),
            "deblur" => new RobustSampler(observation, Uneven(), chain, prior, options, noise),
            "inpaint" => new RobustSampler(
                observation, KernelShapes.Delta(1, 1), chain, prior, options, noise, new MissingDamage(observation, Holes(height, width))),
            "learning" => new RobustSampler(observation, Uneven(), chain, prior, options with { LearnKernel = true }, noise),
            "samples" => new SampleSeries([Sampler(prior, "noisy", height, width, 3), Sampler(prior, "noisy", height, width, 4)]),
            "noisy" => new RobustSampler(observation, Uneven(), chain, prior, options with { FreshNoise = 0.5 }, noise),
            _ => throw new ArgumentOutOfRangeException(nameof(task)),
        };
    }

    /// <summary>Takes steps on the device while it can, others on the host.</summary>
    public static void Run(SamplerSession session, OnnxDenoiser prior, OnnxResidency residency, int until = int.MaxValue)
    {
        var tiles = new TiledDenoiser(prior);
        while (!session.IsComplete && session.StepIndex < until)
        {
            var grid = tiles.GridOf(session.State.X.Height, session.State.X.Width);
            if (residency.CanTake(session, grid))
            {
                residency.Evaluate([session], grid, CancellationToken.None);
                residency.Advance([session]);
            }
            else
            {
                residency.BringHome(session);
                session.Advance(tiles.Evaluate(session.Prepare(), CancellationToken.None));
            }
        }

        residency.BringHome(session);
    }

    /// <summary>Not symmetric in any way, so that no flip goes unnoticed.</summary>
    public static DegradationKernel Uneven()
    {
        float[] weights = [.. Enumerable.Range(0, 25).Select(n => 1f + ((n * n * 7) % 11) + (n / 5))];
        var sum = weights.Sum();
        return DegradationKernel.OfPointSpread([.. weights.Select(w => w / sum)]);
    }

    private static KnownPixels Holes(int height, int width) =>
        new(height, width, [.. Enumerable.Range(0, height * width).Select(n => n / width > 8 && n / width < 14 && n % width is > 5 and < 20 ? 0f : 1f)]);
}
