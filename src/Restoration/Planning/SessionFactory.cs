using BirD.Restoration.Degradations;
using BirD.Restoration.Diffusion;
using BirD.Restoration.Imaging.Faults;
using BirD.Restoration.Priors;
using BirD.Restoration.Sampling;
using BirD.Restoration.Sampling.Borders;
using BirD.Restoration.Sampling.Posterior;
using BirD.Restoration.Sampling.Robust;
using BirD.Restoration.Sampling.Series;
using BirD.Restoration.Settings;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Planning;

/// <summary>Builds the sampler that a plan and the user's settings ask for.</summary>
public sealed class SessionFactory(DenoiserInfo prior)
{
    /// <summary>Tasks that have an operator today; the others are refused by <see cref="Create"/>.</summary>
    public static IReadOnlyList<RestorationTask> DeliveredTasks { get; } =
    [
        RestorationTask.Auto, RestorationTask.Denoise, RestorationTask.Deblur, RestorationTask.SuperResolve,
        RestorationTask.Inpaint, RestorationTask.Jpeg, RestorationTask.LowLight, RestorationTask.Colorize,
        RestorationTask.Faces, RestorationTask.Hdr, RestorationTask.Mixed, RestorationTask.Fade,
    ];

    private readonly NoiseSchedule chain = NoiseSchedule.Linear(prior.ScheduleSteps, prior.BetaStart, prior.BetaEnd);

    /// <param name="plan">What will be done.</param>
    /// <param name="settings">What the user asked for.</param>
    /// <param name="observation">Of 1 or 3 channels.</param>
    /// <param name="facts">What else is known of the picture.</param>
    /// <exception cref="PictureException">The task has no operator yet.</exception>
    public ISampler Create(RestorationPlan plan, RestoreSettings settings, Observation observation, PictureFacts facts)
    {
        if (plan.Noise is { } noise)
        {
            var evened = observation with { Y = noise.Curve.Forward(observation.Y) };
            return new EvenedSampler(CreateOver(plan, settings, evened, facts), noise.Curve);
        }

        return CreateOver(plan, settings, observation, facts);
    }

    private ISampler CreateOver(RestorationPlan plan, RestoreSettings settings, Observation observation, PictureFacts facts)
    {
        var scale = settings.EffectiveScale;
        return plan.Film is null && RegionPlanner.Applies(plan.Task, settings, (long)observation.Y.PlaneLength * scale * scale)
            ? CreateRegions(plan, settings, observation with { Y = RegionPlanner.Filled(observation.Y, plan.Task, facts) }, facts)
            : CreateSamples(plan, settings, observation, facts, default, learn: true);
    }

    private RegionSeries CreateRegions(RestorationPlan plan, RestoreSettings settings, Observation observation, PictureFacts facts)
    {
        var scale = settings.EffectiveScale;
        var grid = new RegionGrid(observation.Y.Height * scale, observation.Y.Width * scale);
        var sharpest = RegionPlanner.Sharpest(grid, observation.Y, scale);
        Action<ImageTensor>? settle = plan.Task == RestorationTask.Inpaint && facts.Known is { } known
            ? result => known.CopyKnown(observation.Y, result)
            : null;
        return new RegionSeries(grid, Open, RobustPresets.LearnsKernel(plan, settings) ? sharpest : null, sharpest, settle, MemoryRelief.Collect);

        ISampler Open(int region, bool isPilot)
        {
            var seen = grid[region].ReducedBy(scale);
            return CreateSamples(
                plan, settings, observation with { Y = seen.Of(observation.Y) }, RegionPlanner.Facts(facts, seen), grid[region], learn: isPilot);
        }
    }

    /// <param name="plan">What will be done.</param>
    /// <param name="settings">What the user asked for.</param>
    /// <param name="observation">The observation or the part of it that a region sees.</param>
    /// <param name="facts">Likewise.</param>
    /// <param name="region">Where the result belongs in the whole one.</param>
    /// <param name="learn">Whether a kernel that is not known may be learned.</param>
    private ISampler CreateSamples(
        RestorationPlan plan, RestoreSettings settings, Observation observation, PictureFacts facts, Window region, bool learn)
    {
        var seen = observation with { Y = ColourPlanes.Triple(observation.Y) };
        return settings.Samples is > 1 and var count
            ? new SampleSeries([.. Enumerable.Range(0, count).Select(n => CreateOne(
                plan, settings with { Seed = unchecked(settings.Seed + (ulong)n) }, seen, facts, region, learn, n))])
            : CreateOne(plan, settings, seen, facts, region, learn);
    }

    private ISampler CreateOne(
        RestorationPlan plan, RestoreSettings settings, Observation observation, PictureFacts facts, Window region, bool learn, int sample = 0)
    {
        if (!DeliveredTasks.Contains(plan.Task))
        {
            throw new PictureException(PictureFault.Unsupported, $"The task '{plan.Task}' is not available yet.");
        }

        var noise = new PhiloxNoise(settings.Seed, region.Top, region.Left);
        if (settings.Profile == SamplerProfile.Robust)
        {
            var model = DamageFactory.Create(plan, settings, observation, facts);
            return plan.Task == RestorationTask.Deblur ? Bordered(model) : Robust(model);
        }

        RequireReach(observation.NoiseSigma);
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

        RobustSampler Robust(DamageModel model)
        {
            var robust = RobustPresets.For(plan, settings, model.Observation, sample);
            RequireReach(robust.MatchedSteps > 0 ? model.Observation.NoiseSigma / plan.Exposure : model.Observation.NoiseSigma);
            return new RobustSampler(
                model.Observation, model.Kernel, chain, prior, robust with { LearnKernel = robust.LearnKernel && learn }, noise, model.Damage);
        }

        BorderedSampler Bordered(DamageModel model)
        {
            var frame = BorderFrame.For(observation.Y, model.Kernel);
            return new BorderedSampler(Robust(DamageFactory.Create(plan, settings, observation with { Y = frame.Extend(observation.Y) }, facts)), frame);
        }
    }

    /// <exception cref="PictureException">The picture is noisier than the prior was trained for: what it would answer is a guess.</exception>
    private void RequireReach(double noise)
    {
        if (prior.MostNoise is { } most && noise > most)
        {
            throw new PictureException(PictureFault.Unsupported, FormattableString.Invariant(
                $"The picture's noise is {noise * 255:0.0}/255; the prior '{prior.Name}' knows noise up to {most * 255:0.0}/255. Take another prior (bird prior list), or say what the noise is with --noise if it was measured wrongly."));
        }
    }
}
