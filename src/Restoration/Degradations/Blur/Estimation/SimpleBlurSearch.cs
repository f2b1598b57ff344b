using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Blur.Estimation;

/// <summary>Is a freely fitted kernel really one of the simple blurs, seen through edges that don't tell all of its taps?</summary>
/// <remarks>
/// A family is believed when it is consistent with itself: undo its best member, predict the edges again, and no kernel
/// whatever explains the observation much better than that member does. A wrong family fails there, because undoing it
/// leaves blur that only another kernel explains.
/// </remarks>
internal static class SimpleBlurSearch
{
    /// <summary>Undo, predict, search: the best member settles within these.</summary>
    private const int Rounds = 3;

    /// <summary>Share of the pixels whose edges decide.</summary>
    private const double Keep = 0.08;

    /// <param name="picture">Observation, [0,1], 1 or 3 channels.</param>
    /// <param name="free">The kernel that was fitted to it.</param>
    /// <param name="noise">Noise standard deviation, [0,1] units.</param>
    /// <param name="cancellationToken">Looked at between rounds.</param>
    /// <returns>The simple blur, or <paramref name="free"/> when none is believed.</returns>
    public static DegradationKernel Prefer(ImageTensor picture, DegradationKernel free, double noise, CancellationToken cancellationToken)
    {
        var grey = KernelEstimator.Searched(picture);
        var level = Math.Max(noise, KernelEstimator.LeastNoise);
        var sharpening = new EdgeDeconvolution(grey, free.Size);
        var (best, most, gaussian) = (free, 0.0, false);
        foreach (var family in SimpleBlur.For(free))
        {
            var (member, consistency) = Settle(family, grey, free, sharpening, level, cancellationToken);
            if (consistency >= family.LeastConsistency && consistency - family.LeastConsistency > most)
            {
                (best, most, gaussian) = (member, consistency - family.LeastConsistency, family.IsGaussian);
            }
        }

        return SpectralEvidence.Read(grey, free) is { } evidence ? SpectralChoice.Make(best, free, evidence, gaussian) : best;
    }

    private static (DegradationKernel Member, double Consistency) Settle(
        SimpleBlur family, ImageTensor grey, DegradationKernel free, EdgeDeconvolution sharpening, double level, CancellationToken cancellationToken)
    {
        var (member, consistency) = (free, 0.0);
        for (var round = 0; round < Rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var edges = EdgePrediction.Predict(sharpening.Sharpen(member, level), level, Keep);
            var equations = KernelFit.Equations(edges, grey, free.Size);
            var possible = equations.Explained(equations.Solve(member, KernelEstimator.Ridge, null));
            var shapes = family.Shapes.Select(shape => (shape, explained: equations.Explained(shape))).MaxBy(pair => pair.explained);
            (member, consistency) = (shapes.shape, possible > 0 ? shapes.explained / possible : 0);
        }

        return (member, consistency);
    }
}
