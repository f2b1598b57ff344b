using System.Numerics.Tensors;
using BirD.Restoration.Degradations;
using BirD.Restoration.Degradations.Blur;
using BirD.Restoration.Degradations.Brackets;
using BirD.Restoration.Degradations.Downscale;
using BirD.Restoration.Degradations.Film;
using BirD.Restoration.Degradations.Grey;
using BirD.Restoration.Degradations.Jpeg;
using BirD.Restoration.Degradations.Missing;
using BirD.Restoration.Degradations.Mixed;
using BirD.Restoration.Degradations.Noise;
using BirD.Restoration.Degradations.Tone;
using BirD.Restoration.Settings;

namespace BirD.Restoration.Planning;

/// <summary>Chooses the model of the damage, and the kernel to start from, for each task of the robust profile.</summary>
internal static class DamageFactory
{
    public static DamageModel Create(RestorationPlan plan, RestoreSettings settings, Observation observation, PictureFacts facts) => plan.Task switch
    {
        RestorationTask.Inpaint when facts.Known is { } known => new(observation, new MissingDamage(observation, known, facts.IsFilled), None),
        RestorationTask.Jpeg when facts.Jpeg is { } tables =>
            new(observation, new CompressionDamage(observation, new QuantisationCells(observation.Y, tables, GuessError(plan, settings))), None),
        RestorationTask.SuperResolve =>
            new(observation, new ReductionDamage(observation, settings.EffectiveScale), ReductionDamage.StartKernel(settings.EffectiveScale)),
        RestorationTask.LowLight => new(observation, new ExposureDamage(observation, plan.Exposure), ExposureDamage.Kernel(plan.Exposure)),
        RestorationTask.Colorize => new(observation, new GreyDamage(observation), None),
        RestorationTask.Hdr when plan.Exposures is { } stack => new(observation, new StackDamage(stack), None),
        RestorationTask.Mixed => Mixed(plan, settings, observation, facts),
        RestorationTask.Deblur => new(observation, new BlurDamage(observation), BlurKernel(plan, settings)),
        RestorationTask.Denoise when plan.Noise is { IsWhite: false } noise => new(observation, new ColouredNoiseDamage(observation, noise.Spectrum), None),
        RestorationTask.Denoise when plan.Film is { } film => new(observation, new FilmDamage(film), None),
        _ => new(observation, new BlurDamage(observation), None),
    };

    /// <summary>
    /// Error of the prior's estimates of a JPEG, codes: about that of the JPEG itself (measured: docs/results.md). More fidelity
    /// is less trust in them, by the same measure as in <see cref="RobustPresets"/>.
    /// </summary>
    private static double GuessError(RestorationPlan plan, RestoreSettings settings) => 1.1 * JpegTables.ExpectedError(plan.Coarseness)
        * Math.Pow(10, (settings.Fidelity ?? RestoreSettings.StandardFidelity) - RestoreSettings.StandardFidelity);

    private static DegradationKernel None => KernelShapes.Delta(1, 1);

    private static DamageModel Mixed(RestorationPlan plan, RestoreSettings settings, Observation observation, PictureFacts facts)
    {
        var lit = Lit(observation, plan.Exposure);
        var whole = facts.Known is { } known ? lit with { Y = DiffusionFill.Fill(lit.Y, known) } : lit;
        var blurred = settings.Kernel is not null || plan.Diagnosis.Blur is not null;
        return new(whole, new MixedDamage(whole, facts.Known), blurred ? BlurKernel(plan, settings) : None);
    }

    /// <summary>The picture with its light back; the noise grows along.</summary>
    private static Observation Lit(Observation dark, double exposure)
    {
        if (exposure >= 1)
        {
            return dark;
        }

        var bright = dark.Y.Clone();
        TensorPrimitives.Multiply(bright.Data, (float)(1 / exposure), bright.Data);
        return new Observation(bright, dark.NoiseSigma / exposure);
    }

    private static DegradationKernel BlurKernel(RestorationPlan plan, RestoreSettings settings) => settings.Kernel is { } known
        ? DegradationKernel.OfPointSpread(known)
        : plan.Diagnosis.Blur?.Kernel ?? throw new InvalidOperationException("A blind deblurring was planned without looking for the blur.");
}
