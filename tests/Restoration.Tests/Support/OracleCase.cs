using BirD.Restoration.Degradations;
using BirD.Restoration.Diffusion;
using BirD.Restoration.Engine.Tiling;
using BirD.Restoration.Priors;
using BirD.Restoration.Priors.Analytic;
using BirD.Restoration.Sampling;
using BirD.Restoration.Sampling.Posterior;
using BirD.Restoration.Sampling.Robust;
using BirD.Restoration.Settings;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Tests.Support;

/// <summary>A small deterministic picture and the weight-free Gaussian prior: the whole sampler without a network.</summary>
internal static class OracleCase
{
    public static ImageTensor Picture(int height = 32, int width = 48)
    {
        var picture = new ImageTensor(3, height, width);
        for (var n = 0; n < picture.Data.Length; n++)
        {
            var (c, y, x) = (n / picture.PlaneLength, n / width % height, n % width);
            picture.Data[n] = (float)(0.5 + (0.2 * Math.Sin((x / 5.0) + c)) + (0.2 * Math.Cos(y / 7.0)));
        }

        return picture;
    }

    public static GaussianDenoiser Prior() => new();

    public static ISampler Sampler(SamplerProfile profile, ImageTensor y, int steps, ulong seed = 3, GuidanceMode guidance = GuidanceMode.Adaptive)
    {
        using var prior = Prior();
        var (observation, chain, noise) = (new Observation(y, 0.05), NoiseSchedule.Linear(), new PhiloxNoise(seed));
        if (profile == SamplerProfile.Robust)
        {
            var options = new RobustOptions { Steps = steps, StartSigma = 0.3, EndSigma = 0.05, FreshNoise = 0.5, AverageEstimates = true, Guidance = guidance };
            return new RobustSampler(observation, KernelShapes.Gaussian(1, 5, 1), chain, prior.Info, options, noise);
        }

        var preset = profile == SamplerProfile.Paper ? PosteriorOptions.Paper : PosteriorOptions.Released;
        var respaced = chain.Respace(TimestepRespacing.Parse(FormattableString.Invariant($"{steps}"), 1000));
        return new PosteriorSampler(observation, respaced, prior.Info, preset with { Guidance = guidance }, noise);
    }

    /// <summary>Steps the session until the given index or its end.</summary>
    public static void Run(SamplerSession session, IDenoiser prior, int until = int.MaxValue)
    {
        var tiles = new TiledDenoiser(prior);
        while (!session.IsComplete && session.StepIndex < until)
        {
            session.Advance(tiles.Evaluate(session.Prepare(), CancellationToken.None));
        }
    }
}
