using BirD.Client.Bench.Damages;
using BirD.Restoration.Tensors;

namespace BirD.Client.Bench.Quality;

/// <summary>How well marks were found that nobody told of, pixel by pixel.</summary>
/// <param name="Precision">Share of what was found that is covered; null when nothing was found.</param>
/// <param name="Recall">Share of what is covered that was found.</param>
internal readonly record struct MarkScore(double? Precision, double Recall)
{
    /// <param name="overlay">How much of each pixel is covered, 0 to 1.</param>
    /// <param name="found">Mask of what was found, 1 where a mark is; null when nothing was.</param>
    public static MarkScore Of(ImageTensor overlay, ImageTensor? found)
    {
        var covered = Covered(overlay).ToList();
        var taken = found is null ? [] : Enumerable.Range(0, found.Data.Length).Where(n => found.Data[n] > 0.5f).ToHashSet();
        var hit = covered.Count(taken.Contains);
        return new MarkScore(taken.Count == 0 ? null : (double)hit / taken.Count, (double)hit / Math.Max(1, covered.Count));
    }

    private static IEnumerable<int> Covered(ImageTensor overlay) =>
        Enumerable.Range(0, overlay.Data.Length).Where(n => overlay.Data[n] > OverlayDamage.Covered);
}
