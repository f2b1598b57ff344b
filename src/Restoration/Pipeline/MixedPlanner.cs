using System.Numerics.Tensors;
using BirD.Restoration.Degradation.Exposure;
using BirD.Restoration.Degradation.Missing;
using BirD.Restoration.Diagnosis;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Pipeline;

/// <summary>Which of the damages that <see cref="RestorationTask.Mixed"/> can undo together the picture has.</summary>
internal static class MixedPlanner
{
    /// <summary>A picture that got more light than this is taken as it is: a low key is no damage.</summary>
    private const double DarkExposure = 0.6;

    public static RestorationPlan Plan(ImageTensor pixels, RestoreSettings settings, PictureFacts facts, CancellationToken cancellationToken)
    {
        var whole = facts.Known is { } known ? DiffusionFill.Fill(pixels, known) : pixels;
        var noise = settings.NoiseSigma ?? NoiseEstimator.Estimate(whole);
        var exposure = ExposureEstimator.Estimate(whole) is var light && light < DarkExposure ? light : 1;
        if (exposure < 1)
        {
            whole = whole.Clone();
            TensorPrimitives.Multiply(whole.Data, (float)(1 / exposure), whole.Data);
        }

        return new RestorationPlan
        {
            Task = RestorationTask.Mixed,
            Exposure = exposure,
            Diagnosis = new PictureDiagnosis(noise, BlurEstimator.Estimate(whole, noise / exposure, settings.KernelSize, cancellationToken)),
        };
    }
}
