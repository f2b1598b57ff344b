using System.Numerics.Tensors;
using BirD.Restoration.Degradations;
using BirD.Restoration.Degradations.Blur.Estimation;
using BirD.Restoration.Degradations.Missing;
using BirD.Restoration.Degradations.Noise;
using BirD.Restoration.Degradations.Tone;
using BirD.Restoration.Diagnosis;
using BirD.Restoration.Settings;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Planning;

/// <summary>Which of the damages that <see cref="RestorationTask.Mixed"/> can undo together the picture has.</summary>
internal static class MixedPlanner
{
    /// <summary>A picture that got more light than this is taken as it is: a low key is no damage.</summary>
    internal const double DarkExposure = 0.6;

    /// <param name="pixels">Observation, [0,1].</param>
    /// <param name="settings">What the user says.</param>
    /// <param name="facts">Which pixels were observed, if any are missing.</param>
    /// <param name="cancellationToken">Looked at while a blur is looked for.</param>
    public static RestorationPlan Plan(ImageTensor pixels, RestoreSettings settings, PictureFacts facts, CancellationToken cancellationToken)
    {
        // Noise is measured on what was observed, light and blur on the picture without its holes.
        var noise = settings.NoiseSigma ?? NoiseEstimator.Estimate(pixels, facts.Known);
        var whole = facts.Known is { } known ? DiffusionFill.Fill(pixels, known) : pixels;
        var exposure = ExposureEstimator.Estimate(whole) is var light && light < DarkExposure ? light : 1;
        if (exposure < 1)
        {
            whole = whole.Clone();
            TensorPrimitives.Multiply(whole.Data, (float)(1 / exposure), whole.Data);
        }

        var blur = settings.Kernel is null ? FindBlur(whole, noise / exposure, settings, facts, cancellationToken) : null;
        return new RestorationPlan
        {
            Task = RestorationTask.Mixed,
            Exposure = exposure,
            // The blur was measured on the lit picture.
            Diagnosis = new PictureDiagnosis(settings.NoiseSigma ?? Math.Max(noise, exposure * (blur?.StructuredError ?? 0)), blur),
        };
    }

    /// <summary>
    /// As carefully as auto: only where observed edges are wide, the noise leaves them visible and one blur is found all over.
    /// Filled holes and noise that light has brought up look like blur to a kernel fit alone.
    /// </summary>
    private static BlurDiagnosis? FindBlur(ImageTensor lit, double noise, RestoreSettings settings, PictureFacts facts, CancellationToken cancellationToken)
    {
        if (facts.Memory is { } memory)
        {
            return memory.Blur;
        }

        if (noise >= RestorationPlanner.MostNoiseForBlur || EdgeWidth.Measure(lit, facts.Known) < RestorationPlanner.AutoEdgeWidth)
        {
            return null;
        }

        var blur = BlurEstimator.Estimate(lit, noise, settings.KernelSize, facts.Jpeg is not null, cancellationToken);
        return RestorationPlanner.IsTrusted(blur) ? blur : null;
    }
}
