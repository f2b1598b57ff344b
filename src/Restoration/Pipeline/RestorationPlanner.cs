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

    public static RestorationPlan Plan(ImageTensor pixels, RestoreSettings settings)
    {
        var diagnosis = new PictureDiagnosis(settings.NoiseSigma ?? NoiseEstimator.Estimate(pixels));
        if (settings.Task != RestorationTask.Auto)
        {
            return new RestorationPlan { Task = settings.Task, Diagnosis = diagnosis };
        }

        return new RestorationPlan
        {
            Task = RestorationTask.Denoise,
            Diagnosis = diagnosis,
            LeaveAloneReason = diagnosis.NoiseSigma >= AutoNoiseThreshold ? null : LeaveAlone(diagnosis),
        };
    }

    private static string LeaveAlone(PictureDiagnosis diagnosis) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"noise {diagnosis.NoiseSigma * 255:0.0}/255 is below {AutoNoiseThreshold * 255:0.0}/255; auto judges noise only, name a --task for other damage");
}
