using System.Globalization;
using BirD.Restoration.Degradation.Missing;
using BirD.Restoration.Diagnosis;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Pipeline;

/// <summary>Measures the picture and decides what to do with it, which may be nothing.</summary>
public static class RestorationPlanner
{
    /// <summary>
    /// Noise below this standard deviation ([0,1] units) is left alone by <see cref="RestorationTask.Auto"/>: it is the
    /// grain and quantisation of a sound scan, and removing it would cost detail that the eye would miss more.
    /// </summary>
    public const double AutoNoiseThreshold = 3.5 / 255;

    /// <summary>Blur narrower than this (pixels) is left alone by auto; sharp photographs measure up to 0.7.</summary>
    public const double AutoBlurThreshold = 1.0;

    /// <summary>
    /// Blur more directional than this is left alone by auto: there the kernel is found less exactly, and a wrong one
    /// rings (docs/adr/0005 has the figures).
    /// </summary>
    public const double MostElongation = 1.6;

    /// <summary>Above this noise a blur can't be told from the smoothing that finding it needs.</summary>
    private const double MostNoiseForBlur = 8.0 / 255;

    public static RestorationPlan Plan(ImageTensor pixels, RestoreSettings settings, PictureFacts facts)
    {
        if (settings.Task == RestorationTask.Inpaint || (settings.Task == RestorationTask.Auto && facts.Known is { MissingCount: > 0 }))
        {
            return PlanInpaint(pixels, settings, facts.Known);
        }

        var noise = settings.NoiseSigma ?? NoiseEstimator.Estimate(pixels);
        if (settings.Task != RestorationTask.Auto)
        {
            return new RestorationPlan { Task = settings.Task, Diagnosis = new PictureDiagnosis(noise, null) };
        }

        var blur = noise < MostNoiseForBlur ? BlurEstimator.Estimate(pixels, noise) : null;
        var deblur = blur is { Sigma: >= AutoBlurThreshold, Elongation: < MostElongation };
        return new RestorationPlan
        {
            Task = deblur ? RestorationTask.Deblur : RestorationTask.Denoise,
            Diagnosis = new PictureDiagnosis(noise, blur),
            LeaveAloneReason = deblur || noise >= AutoNoiseThreshold ? null : LeaveAlone(noise, blur),
        };
    }

    /// <summary>A page that describes another one (infrared, transparency) is no photograph and stays as it is.</summary>
    public static RestorationPlan KeepMask(RestoreSettings settings) => new()
    {
        Task = settings.Task,
        Diagnosis = new PictureDiagnosis(0, null),
        LeaveAloneReason = "a mask page, kept as it is",
    };

    private static RestorationPlan PlanInpaint(ImageTensor pixels, RestoreSettings settings, KnownPixels? known) => new()
    {
        Task = RestorationTask.Inpaint,
        Diagnosis = new PictureDiagnosis(
            settings.NoiseSigma ?? NoiseEstimator.Estimate(known is null ? pixels : DiffusionFill.Fill(pixels, known)), null),
        LeaveAloneReason = known switch
        {
            null => "no mask: nothing is said to be missing",
            { MissingCount: 0 } => "the mask says that nothing is missing",
            { MissingShare: 1 } => "the mask says that everything is missing",
            _ => null,
        },
    };

    private static string LeaveAlone(double noise, BlurDiagnosis? blur) => blur is { Sigma: >= AutoBlurThreshold }
        ? Text($"blur of {blur.Sigma:0.0} px that looks like motion ({blur.Elongation:0.0} : 1), which auto does not trust itself to undo; see it with --task deblur")
        : Text($"nothing wrong that auto can judge: noise {noise * 255:0.0}/255 (acts from {AutoNoiseThreshold * 255:0.0}), blur {blur?.Sigma ?? 0:0.0} px (acts from {AutoBlurThreshold:0.0})");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
