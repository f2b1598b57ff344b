using BirD.Restoration.Denoising;
using BirD.Restoration.Diffusion;
using BirD.Restoration.Imaging;
using BirD.Restoration.Noise;
using BirD.Restoration.Sampling;
using BirD.Restoration.Sampling.Posterior;
using BirD.Restoration.Sampling.Robust;

namespace BirD.Restoration.Pipeline;

/// <summary>Builds the sampler that a plan and the user's settings ask for.</summary>
public sealed class SessionFactory(DenoiserInfo prior)
{
    /// <summary>Tasks that have an operator today; the others are refused by <see cref="Create"/>.</summary>
    public static IReadOnlyList<RestorationTask> DeliveredTasks { get; } =
    [
        RestorationTask.Auto, RestorationTask.Denoise, RestorationTask.Deblur, RestorationTask.SuperResolve,
        RestorationTask.Inpaint, RestorationTask.Jpeg, RestorationTask.LowLight, RestorationTask.Colorize,
        RestorationTask.Faces, RestorationTask.Hdr,
    ];

    private readonly NoiseSchedule chain = NoiseSchedule.Linear(prior.ScheduleSteps, prior.BetaStart, prior.BetaEnd);

    /// <exception cref="PictureException">The task has no operator yet.</exception>
    public ISampler Create(RestorationPlan plan, RestoreSettings settings, Observation observation, PictureFacts facts) =>
        settings.Samples is > 1 and var count
            ? new SampleSeries([.. Enumerable.Range(0, count).Select(n =>
                CreateOne(plan, settings with { Seed = unchecked(settings.Seed + (ulong)n) }, observation, facts))])
            : CreateOne(plan, settings, observation, facts);

    private ISampler CreateOne(RestorationPlan plan, RestoreSettings settings, Observation observation, PictureFacts facts)
    {
        if (!DeliveredTasks.Contains(plan.Task))
        {
            throw new PictureException(PictureFault.Unsupported, $"The task '{plan.Task}' is not available yet.");
        }

        var noise = new PhiloxNoise(settings.Seed);
        if (settings.Profile == SamplerProfile.Robust)
        {
            var model = DamageFactory.Create(plan, settings, observation, facts);
            return new RobustSampler(
                model.Observation, model.Kernel, chain, prior, RobustPresets.For(plan, settings, model.Observation), noise, model.Damage);
        }

        var preset = settings.Profile == SamplerProfile.Paper ? PosteriorOptions.Paper : PosteriorOptions.Released;
        var options = preset with
        {
            KernelSize = settings.KernelSize ?? preset.KernelSize,
            Guidance = settings.Guidance,
            Scale = settings.GuidanceScale ?? preset.Scale,
        };
        var schedule = settings.Steps is { } steps && steps < chain.Count
            ? chain.Respace(TimestepRespacing.Parse(FormattableString.Invariant($"{steps}"), chain.Count))
            : chain;
        return new PosteriorSampler(observation, schedule, prior, options, noise);
    }
}
