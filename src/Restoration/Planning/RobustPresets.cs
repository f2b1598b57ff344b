using BirD.Restoration.Degradations;
using BirD.Restoration.Degradations.Jpeg;
using BirD.Restoration.Sampling;
using BirD.Restoration.Sampling.Robust;
using BirD.Restoration.Settings;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Planning;

/// <summary>The robust profile's numbers by task, as found by measurement (docs/adr/0005 and 0008).</summary>
public static class RobustPresets
{
    /// <summary>Where steps are free and no rule ends them.</summary>
    public const int DefaultSteps = 30;

    /// <summary>Steps of a denoising at least: with two mirrorings it is as good as 30 steps of the former default (docs/results.md).</summary>
    private const int LeastMirrorings = 2;

    /// <summary>Steps of each sample of a denoising: the matched one, and two at lower noise that differ from sample to sample.</summary>
    private const int StepsOfASample = 3;

    /// <summary>
    /// What the prior is told of a noise that was measured, as a weight (the level's square): texture only ever adds to a
    /// measurement, by 3 % on whole pictures and 5 % on small ones, and told too much the prior takes detail for noise.
    /// </summary>
    private const double Measured = 0.9;

    /// <summary>Share of fresh noise between steps when several samples are drawn.</summary>
    private const double SampleNoise = 0.5;

    /// <summary>
    /// A grey picture's noise is the same in all three channels, which the prior never saw in training: it takes it for detail
    /// unless its word counts for more (seen on a shaken grey picture: 0.4 left blotches of noise, this leaves none).
    /// </summary>
    private const double GreyPriorWeight = 1.9;

    /// <summary>Of 2 to 4 the best on noise that was binned or stored as a JPEG (docs/results.md).</summary>
    private const int ColouredSteps = 3;

    // What more steps would have gained is within 0.05 dB (docs/results.md); missing pixels gain with every step, and keep the default.
    private const int JpegSteps = 6;
    private const int ReductionSteps = 8;

    /// <summary>Where a deblurring's levels begin, [0,1] units: 49/255, as for plug-and-play in general (DPIR), gains 0.35 dB less on motion (docs/results.md).</summary>
    private const double DeblurStart = 30.0 / 255;

    /// <summary>Factor between two levels of a deblurring: nine of them from the start down to a noise of 2/255.</summary>
    private const double DeblurFall = 1.4;

    /// <summary>Levels of a deblurring at most.</summary>
    private const int DeblurSteps = 15;

    /// <param name="plan">What will be done.</param>
    /// <param name="settings">What the user asked for.</param>
    /// <param name="observation">What the sampler will see.</param>
    /// <param name="sample">Which of the samples it is, 0 first.</param>
    public static RobustOptions For(RestorationPlan plan, RestoreSettings settings, Observation observation, int sample = 0)
    {
        var sigma = Math.Max(observation.NoiseSigma, 0.3 / 255);
        var common = new RobustOptions
        {
            Steps = settings.Steps ?? DefaultSteps,
            AtMost = settings.Steps is null ? StopReason.Limit : StopReason.Given,
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

            RestorationTask.Denoise => Matched(common, settings, sigma, sample),

            // Known pixels are exact, so the prior's level is all about the missing ones: it must end as low as it can go.
            RestorationTask.Inpaint => common with { EndSigma = 2.0 / 255 },

            // The same at the noise that brightening makes of the observation's.
            RestorationTask.LowLight => Matched(common, settings, sigma / plan.Exposure, sample),

            // Levels that follow the strength of the compression: from above its error to well below.
            RestorationTask.Jpeg => common with
            {
                Steps = settings.Steps ?? JpegSteps,
                StartSigma = 2 * CompressionError(plan), EndSigma = 0.2 * CompressionError(plan), AverageEstimates = true, LatestShare = 0.3,
            },

            // Each damage alone would start lower; together the estimate is worse, and noise that light has grown needs room.
            RestorationTask.Mixed => Listening(common, settings) with { PriorWeight = 1, StartSigma = Math.Max(49.0 / 255, 3 * sigma) },

            // From so far up that the prior may choose colours, and with fresh noise to choose them from.
            RestorationTask.Colorize => common with { StartSigma = 1, EndSigma = 2.0 / 255, FreshNoise = 0.5 },

            // The exposures together are little noisy; their scale is the scene's, so the noise shrinks with its range.
            RestorationTask.Hdr => common with { StartSigma = 15.0 / 255, EndSigma = Math.Max(sigma, 2.0 / 255), PriorWeight = 1 },

            // A small picture hides its filter's exact shape, so the prior's word counts for a little more than usual.
            RestorationTask.SuperResolve => common with
            {
                Steps = settings.Steps ?? ReductionSteps, StartSigma = 100.0 / 255, EndSigma = 3.0 / 255, PriorWeight = 1,
            },

            // No kernel is exact, not even one that was told: the prior's word counts for more, or the frequencies that it erased ring.
            RestorationTask.Deblur => Listening(common, settings) with { PriorWeight = IsGrey(observation) ? GreyPriorWeight : 0.4 },
            _ => common,
        };

        // Samples can only differ where noise lets them.
        return Balance(options, settings) with
        {
            FreshNoise = settings.Samples > 1 ? Math.Max(options.FreshNoise, SampleNoise) : options.FreshNoise,
        };
    }

    /// <summary>
    /// Where noise is all that is wrong, the prior's answer to the observation itself is the posterior mean (DMID, Li et al., TPAMI
    /// 2024): the mean over mirrorings, until it moves no more. Further steps, if somebody asks for them, and further samples
    /// perturb the picture.
    /// </summary>
    private static RobustOptions Matched(RobustOptions common, RestoreSettings settings, double sigma, int sample)
    {
        var (free, alone, adapts) = (settings.Steps is null, settings.Samples is not > 1, settings.Guidance == GuidanceMode.Adaptive);
        return common with
        {
            Steps = settings.Steps ?? (!adapts ? DefaultSteps : alone ? Mirror.Count : StepsOfASample),
            Stop = free && alone && adapts ? new StopRule { Least = LeastMirrorings } : null,
            MatchedSteps = !adapts ? 0 : alone ? Mirror.Count : 1,
            FirstMirror = sample % Mirror.Count,
            StartSigma = 4 * sigma,
            EndSigma = 2 * sigma,
            PriorWeight = settings.NoiseSigma is null && adapts ? Measured : 1,
            FreshNoise = 1,
            AverageEstimates = true,
        };
    }

    /// <summary>
    /// No kernel is known exactly, nor what lies outside the picture: what that leaves over counts as noise, so that levels end
    /// there (of 23 px of camera shake with a noise of 0.36/255 it is 3/255: docs/results.md).
    /// </summary>
    private static RobustOptions Listening(RobustOptions common, RestoreSettings settings) => common with
    {
        Steps = settings.Steps ?? DeblurSteps,
        StartSigma = DeblurStart,
        Fall = settings.Steps is null ? DeblurFall : null,
        Listens = settings.Guidance == GuidanceMode.Adaptive,
    };

    /// <summary>Steps that a picture takes at most, before anything is known of it.</summary>
    public static int MostSteps(RestoreSettings settings) => (settings.Samples ?? 1) * (settings.Steps ?? (settings.Task switch
    {
        _ when settings.Guidance != GuidanceMode.Adaptive => DefaultSteps,
        RestorationTask.Denoise or RestorationTask.LowLight => Mirror.Count,
        RestorationTask.Jpeg => JpegSteps,
        RestorationTask.SuperResolve => ReductionSteps,
        RestorationTask.Deblur or RestorationTask.Mixed or RestorationTask.Auto or RestorationTask.Faces => DeblurSteps,
        _ => DefaultSteps,
    }));

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
