using BirD.Restoration.Degradations;
using BirD.Restoration.Degradations.Jpeg;
using BirD.Restoration.Sampling;
using BirD.Restoration.Sampling.Robust;
using BirD.Restoration.Settings;

namespace BirD.Restoration.Planning;

/// <summary>The robust profile's numbers by task, as found by measurement (docs/adr/0005 and 0008).</summary>
public static class RobustPresets
{
    public const int DefaultSteps = 30;

    /// <summary>Share of fresh noise between steps when several samples are drawn.</summary>
    private const double SampleNoise = 0.5;

    /// <summary>
    /// A grey picture's noise is the same in all three channels, which the prior never saw in training: it takes it for detail
    /// unless its word counts for more (seen on a shaken grey picture: 0.4 left blotches of noise, this leaves none).
    /// </summary>
    private const double GreyPriorWeight = 1.9;

    /// <summary>Of 2 to 4 the best on noise that was binned or stored as a JPEG (docs/results.md).</summary>
    private const int ColouredSteps = 3;

    private const int JpegSteps = 12;
    private const int ReductionSteps = 20;

    public static RobustOptions For(RestorationPlan plan, RestoreSettings settings, Observation observation)
    {
        var sigma = Math.Max(observation.NoiseSigma, 0.3 / 255);
        var common = new RobustOptions
        {
            Steps = settings.Steps ?? DefaultSteps,
            StartSigma = 49.0 / 255,
            EndSigma = sigma,
            Guidance = settings.Guidance,
            Scale = settings.GuidanceScale,
            LearnKernel = LearnsKernel(plan, settings),
            HoldsTone = plan.Task is RestorationTask.Denoise or RestorationTask.Deblur or RestorationTask.SuperResolve or RestorationTask.Mixed,
        };
        var options = plan.Task switch
        {
            // From the strongest frequency's noise down to where only the weakest is left: few levels, and nothing random in them.
            RestorationTask.Denoise when plan.Noise is { IsWhite: false } noise => common with
            {
                Steps = settings.Steps ?? ColouredSteps,
                StartSigma = noise.Spectrum.Peak, EndSigma = noise.Spectrum.Peak / 4, PriorWeight = 1,
            },

            // The mean of many estimates from differently perturbed, mirrored inputs: closer to the truth than any one.
            RestorationTask.Denoise => common with
            {
                StartSigma = 4 * sigma, EndSigma = 2 * sigma, PriorWeight = 1, FreshNoise = 1, AverageEstimates = true,
            },

            // Known pixels are exact, so the prior's level is all about the missing ones: it must end as low as it can go.
            RestorationTask.Inpaint => common with { EndSigma = 2.0 / 255 },

            // The same mean, at the noise that brightening makes of the observation's.
            RestorationTask.LowLight => common with
            {
                StartSigma = 4 * sigma / plan.Exposure, EndSigma = 2 * sigma / plan.Exposure, PriorWeight = 1, FreshNoise = 1, AverageEstimates = true,
            },

            // Levels that follow the strength of the compression: from above its error to well below.
            RestorationTask.Jpeg => common with
            {
                Steps = settings.Steps ?? JpegSteps,
                StartSigma = 1.5 * CompressionError(plan), EndSigma = 0.2 * CompressionError(plan), AverageEstimates = true,
            },

            // Each damage alone would start lower; together the estimate is worse, and noise that light has grown needs room.
            RestorationTask.Mixed => common with { PriorWeight = 1, StartSigma = Math.Max(49.0 / 255, 3 * sigma) },

            // From so far up that the prior may choose colours, and with fresh noise to choose them from.
            RestorationTask.Colorize => common with { StartSigma = 1, EndSigma = 2.0 / 255, FreshNoise = 0.5 },

            // The exposures together are little noisy; their scale is the scene's, so the noise shrinks with its range.
            RestorationTask.Hdr => common with { StartSigma = 15.0 / 255, EndSigma = Math.Max(sigma, 2.0 / 255), PriorWeight = 1 },

            // A small picture hides its filter's exact shape, so the prior's word counts for a little more than usual.
            RestorationTask.SuperResolve => common with
            {
                Steps = settings.Steps ?? ReductionSteps, StartSigma = 30.0 / 255, EndSigma = 2.0 / 255, PriorWeight = 1,
            },

            // No kernel is exact, not even one that was told: the prior's word counts for more, or the frequencies that it erased ring.
            RestorationTask.Deblur => common with { PriorWeight = IsGrey(observation) ? GreyPriorWeight : 0.4 },
            _ => common,
        };

        // Samples can only differ where noise lets them.
        return Balance(options, settings) with
        {
            FreshNoise = settings.Samples > 1 ? Math.Max(options.FreshNoise, SampleNoise) : options.FreshNoise,
        };
    }

    /// <summary>Whether the task has a kernel that nobody told.</summary>
    public static bool LearnsKernel(RestorationPlan plan, RestoreSettings settings) =>
        plan.Task is RestorationTask.Deblur or RestorationTask.SuperResolve or RestorationTask.Mixed && settings.Kernel is null;

    private static bool IsGrey(Observation observation) =>
        observation.Y.Plane(0).SequenceEqual(observation.Y.Plane(1)) && observation.Y.Plane(0).SequenceEqual(observation.Y.Plane(2));

    /// <summary>Each tenth of fidelity makes the prior count for 1.58 times less, or more.</summary>
    private static RobustOptions Balance(RobustOptions options, RestoreSettings settings) => settings.Fidelity is { } fidelity
        ? options with { PriorWeight = options.PriorWeight * Math.Pow(100, RestoreSettings.StandardFidelity - fidelity) }
        : options;

    /// <summary>[0,1] units.</summary>
    private static double CompressionError(RestorationPlan plan) => JpegTables.ExpectedError(plan.Coarseness) / 255;
}
