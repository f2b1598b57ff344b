using System.Text.Json.Serialization;
using BirD.Restoration.Metrics;
using BirD.Restoration.Tensors;

namespace BirD.Client.Bench.Quality;

/// <summary>How near a picture is to the truth.</summary>
/// <param name="Psnr">dB over all channels; equal pictures count as <see cref="Equal"/>.</param>
/// <param name="Ssim">Mean over channels, 11 x 11 Gaussian window.</param>
/// <param name="Perceptual">Multi-scale gradient magnitude similarity deviation; 0 is best.</param>
internal sealed record QualityScore(double Psnr, double Ssim, double Perceptual)
{
    /// <summary>PSNR that stands for "no difference", so that means stay finite.</summary>
    [JsonIgnore]
    public const double Equal = 100;

    /// <summary>Null when the picture hasn't the truth's size and so can't be compared.</summary>
    public static QualityScore? Of(ImageTensor? picture, ImageTensor truth, bool ignoreTone)
    {
        if (picture is null || !picture.SameShape(truth))
        {
            return null;
        }

        var compared = ignoreTone ? ToneAlignment.ToTruth(picture, truth) : picture;
        return new QualityScore(
            Math.Min(ImageMetrics.Psnr(compared, truth), Equal), ImageMetrics.Ssim(compared, truth), GradientSimilarity.Deviation(compared, truth));
    }

    public static QualityScore? Mean(IEnumerable<QualityScore?> scores)
    {
        var known = scores.OfType<QualityScore>().ToList();
        return known.Count == 0 ? null : new QualityScore(known.Average(s => s.Psnr), known.Average(s => s.Ssim), known.Average(s => s.Perceptual));
    }
}
