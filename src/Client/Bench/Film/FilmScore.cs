using BirD.Restoration.Metrics;
using BirD.Restoration.Tensors;

namespace BirD.Client.Bench.Film;

/// <summary>How a sequence looks in motion.</summary>
/// <param name="WarpingError">Root mean square difference of the same places two frames apart, codes of 255; 0 for the clean pan.</param>
/// <param name="Flicker">Standard deviation of the frames' light against the clean ones', percent.</param>
/// <param name="Psnr">Mean over the frames, dB.</param>
internal sealed record FilmScore(double WarpingError, double Flicker, double Psnr)
{
    public static FilmScore Of(IReadOnlyList<ImageTensor> frames, IReadOnlyList<ImageTensor> clean)
    {
        var lights = frames.Zip(clean, (frame, truth) => frame.Data.Sum(v => (double)v) / truth.Data.Sum(v => (double)v)).ToList();
        var mean = lights.Average();
        return new FilmScore(
            255 * Enumerable.Range(0, frames.Count - 2).Average(n => Difference(frames[n], frames[n + 2])),
            100 * Math.Sqrt(lights.Average(light => (light - mean) * (light - mean))),
            frames.Zip(clean, (frame, truth) => ImageMetrics.Psnr(frame, truth)).Average());
    }

    public static FilmScore Mean(IReadOnlyList<FilmScore> scores) =>
        new(scores.Average(s => s.WarpingError), scores.Average(s => s.Flicker), scores.Average(s => s.Psnr));

    private static double Difference(ImageTensor first, ImageTensor later)
    {
        var (sum, count) = (0.0, 0);
        for (var n = 0; n < later.Data.Length; n++)
        {
            var (y, x) = (n % later.PlaneLength / later.Width, n % later.Width);
            if (y + Pan.DownInTwo < later.Height && x + Pan.RightInTwo < later.Width)
            {
                var difference = later.Data[n] - first.Data[n + (Pan.DownInTwo * later.Width) + Pan.RightInTwo];
                sum += difference * difference;
                count++;
            }
        }

        return Math.Sqrt(sum / count);
    }
}
