using System.Numerics.Tensors;
using BirD.Restoration.Degradations;
using BirD.Restoration.Diffusion;
using BirD.Restoration.Engine;
using BirD.Restoration.Engine.Tiling;
using BirD.Restoration.Priors;
using BirD.Restoration.Priors.Onnx;
using BirD.Restoration.Sampling;
using BirD.Restoration.Sampling.Robust;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Residency;

/// <summary>Restores a small drawn picture on the device and on the host, and compares: a device that computes otherwise is not trusted with a picture.</summary>
internal static class ResidencyTrial
{
    /// <summary>Root mean square, [0,1] units: a fifth of what eight bits can show. Rounding gives a thousandth of it, a wrong kernel or mirror ten times as much.</summary>
    private const double Tolerance = 0.2 / 255;

    /// <summary>
    /// A device that lacks a feature or has a graph wrong is some codes off; one that answered zeros was 107. From here on its answers to the prior
    /// are no better.
    /// </summary>
    private const double Broken = 10.0 / 255;

    /// <summary>Pictures in the largest batch: those that one run of a graph takes, and one more.</summary>
    private const int Together = 5;

    /// <summary>One for each mirror.</summary>
    private const int Steps = Mirror.Count;

    /// <summary>Why the device should not take steps; null when all is well.</summary>
    /// <exception cref="WrongAnswerException">What the device computes has nothing to do with what the host does.</exception>
    public static string? Run(IDenoiser prior, IResidency residency)
    {
        try
        {
            var difference = Compare(prior, residency);
            if (!(difference < Broken))
            {
                throw new WrongAnswerException(FormattableString.Invariant($"a small picture restored there differs from the CPU's by {255 * difference:F0} codes of 255."));
            }

            return difference <= Tolerance ? null : FormattableString.Invariant($"its results differ from the host's by {255 * difference:F2} codes of 255");
        }
        catch (EngineException e)
        {
            return e.Message;
        }
    }

    private static double Compare(IDenoiser prior, IResidency residency)
    {
        var (tiles, here) = (new TiledDenoiser(prior), Session(prior.Info));
        var there = Enumerable.Range(0, Together).Select(_ => Session(prior.Info)).ToList();
        var grid = tiles.GridOf(here.State.X.Height, here.State.X.Width);
        while (!here.IsComplete)
        {
            here.Advance(tiles.Evaluate(here.Prepare(), CancellationToken.None));
        }

        // One is ahead, so that there is a batch of pictures at different steps, one alone, and a batch of pictures at the same step.
        Step([there[0]]);
        while (there.FindAll(session => !session.IsComplete) is { Count: > 0 } left)
        {
            Step(left);
        }

        var expected = here.Sampler.Result(here.State).Data;
        return there.Max(session => TensorPrimitives.Distance<float>(expected, session.Sampler.Result(session.State).Data)) / Math.Sqrt(expected.Length);

        void Step(List<SamplerSession> batch)
        {
            residency.Evaluate(batch, grid, CancellationToken.None);
            if (residency.Advance(batch).FirstOrDefault(fault => fault is not null) is { } fault)
            {
                throw fault;
            }

            batch.FindAll(session => session.IsComplete).ForEach(residency.BringHome);
        }
    }

    /// <summary>A blur, noise between the steps, a mean, and sides that need padding: all that a graph can get wrong.</summary>
    private static SamplerSession Session(DenoiserInfo prior)
    {
        var side = WarmUp.SideOf(prior);
        var y = new ImageTensor(3, side - 3, side - 1);
        for (var n = 0; n < y.Data.Length; n++)
        {
            y.Data[n] = 0.5f + (0.4f * MathF.Sin(0.31f * n) * MathF.Cos(0.017f * n));
        }

        var options = new RobustOptions { Steps = Steps, StartSigma = 0.2, EndSigma = 0.02, FreshNoise = 0.5, AverageEstimates = true };
        var schedule = NoiseSchedule.Linear(prior.ScheduleSteps, prior.BetaStart, prior.BetaEnd);
        return new SamplerSession(new RobustSampler(new Observation(y, 0.02), Uneven(), schedule, prior, options, new PhiloxNoise(1)));
    }

    private static DegradationKernel Uneven() => DegradationKernel.OfPointSpread([0.05f, 0.1f, 0.2f, 0, 0.3f, 0.15f, 0.1f, 0, 0.1f]);
}
