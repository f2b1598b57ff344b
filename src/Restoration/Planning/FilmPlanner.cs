using BirD.Restoration.Degradations.Film;
using BirD.Restoration.Degradations.Noise;
using BirD.Restoration.Settings;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Planning;

/// <summary>Plans a frame of film: with its neighbours, and also where light alone is wrong.</summary>
internal static class FilmPlanner
{
    /// <summary>Flicker below this is less than half a code of 8 bits at middle grey.</summary>
    private const double Steady = 0.004;

    public static RestorationPlan Plan(ImageTensor pixels, RestoreSettings settings, PictureFacts facts, CancellationToken cancellationToken)
    {
        var plan = RestorationPlanner.Plan(pixels, settings, facts, cancellationToken);
        var neighbours = facts.Neighbours.Select(ColourPlanes.Triple).ToList();
        return neighbours.Count == 0 || plan.Task is not (RestorationTask.Denoise or RestorationTask.Deblur)
            ? plan
            : Fused(plan, ColourPlanes.Triple(pixels), neighbours, settings);
    }

    private static RestorationPlan Fused(RestorationPlan plan, ImageTensor frame, List<ImageTensor> neighbours, RestoreSettings settings)
    {
        var sigma = settings.NoiseSigma ?? Median([plan.Diagnosis.NoiseSigma, .. neighbours.Select(neighbour => NoiseEstimator.Estimate(neighbour))]);
        var fusion = new FrameFusion(frame, sigma);
        foreach (var neighbour in neighbours)
        {
            fusion.Add(neighbour);
        }

        var fused = fusion.Result();
        if (fused.Frames == 1)
        {
            return plan;
        }

        var steady = Math.Abs(fused.Light - 1) < Steady;
        return plan with
        {
            // Evening out the light comes before a blur that auto only thinks it sees: a deblurring may be refused in the end.
            Task = plan.LeaveAloneReason is null && (steady || settings.Task == RestorationTask.Deblur) ? plan.Task : RestorationTask.Denoise,
            LeaveAloneReason = steady ? plan.LeaveAloneReason : null,
            // A frame whose plan reckons with a JPEG's error keeps it: neighbours' smooth places don't show it.
            Diagnosis = plan.Diagnosis with { NoiseSigma = settings.NoiseSigma ?? Math.Max(sigma, plan.Diagnosis.Blur?.StructuredError ?? 0) },
            Film = fused,
            // Fused frames have another noise than the one that was measured: each pixel has its own.
            Noise = null,
        };
    }

    /// <summary>One noise for the shot: estimates that jumped from frame to frame would flicker in the result.</summary>
    private static double Median(IReadOnlyList<double> values) => values.Order().ElementAt(values.Count / 2);
}
