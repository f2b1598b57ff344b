using BirD.Restoration.Pipeline;

namespace BirD.Restoration.Sampling.Robust;

/// <summary>The robust profile's numbers by task, as found by measurement (docs/adr/0005 and 0008).</summary>
public static class RobustPresets
{
    public const int DefaultSteps = 30;

    /// <summary>Share of fresh noise between steps when several samples are drawn.</summary>
    private const double SampleNoise = 0.5;

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
            LearnKernel = plan.Task == RestorationTask.Deblur && settings.Kernel is null,
        };
        var options = plan.Task switch
        {
            // The mean of many estimates from differently perturbed, mirrored inputs: closer to the truth than any one.
            RestorationTask.Denoise => common with
            {
                StartSigma = 4 * sigma, EndSigma = 2 * sigma, PriorWeight = 1, FreshNoise = 1, AverageEstimates = true,
            },

            // Known pixels are exact, so the prior's level is all about the missing ones: it must end as low as it can go.
            RestorationTask.Inpaint => common with { EndSigma = 2.0 / 255 },

            // A kernel that was found is never exact: the prior's word counts for more, or the error rings.
            RestorationTask.Deblur when common.LearnKernel => common with { PriorWeight = 0.4 },
            _ => common,
        };

        // Samples can only differ where noise lets them.
        return Balance(options, settings) with
        {
            FreshNoise = settings.Samples > 1 ? Math.Max(options.FreshNoise, SampleNoise) : options.FreshNoise,
        };
    }

    /// <summary>Each tenth of fidelity makes the prior count for 1.58 times less, or more.</summary>
    private static RobustOptions Balance(RobustOptions options, RestoreSettings settings) => settings.Fidelity is { } fidelity
        ? options with { PriorWeight = options.PriorWeight * Math.Pow(100, RestoreSettings.StandardFidelity - fidelity) }
        : options;
}
