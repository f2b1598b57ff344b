using BirD.Restoration.Degradations;
using BirD.Restoration.Degradations.Missing;
using BirD.Restoration.Sampling.Series;
using BirD.Restoration.Settings;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Planning;

/// <summary>Which pictures are restored region by region, and what of them a region sees.</summary>
internal static class RegionPlanner
{
    /// <summary>
    /// Whether a result of this size is made region by region. Several exposures are weighed against each other as wholes, and
    /// the published profiles take their scale from the whole picture, so these never are.
    /// </summary>
    public static bool Applies(RestorationTask task, RestoreSettings settings, long pixels) =>
        pixels > RegionGrid.WholePixels
        && settings.Profile == SamplerProfile.Robust
        && task is not (RestorationTask.Hdr or RestorationTask.Mixed);

    /// <summary>What of the facts a region sees; <paramref name="window"/> in pixels of the observation.</summary>
    public static PictureFacts Facts(PictureFacts facts, Window window) => facts with
    {
        IsFilled = true,
        Known = facts.Known is { } known ? new KnownPixels(window.Height, window.Width, window.Of(known.Weights, known.Width)) : null,
    };

    /// <summary>
    /// The observation with its missing pixels filled from all of the picture: a region that lies within a hole has nothing
    /// to fill it from.
    /// </summary>
    public static ImageTensor Filled(ImageTensor pixels, RestorationTask task, PictureFacts facts) =>
        task == RestorationTask.Inpaint && facts.Known is { } known ? DiffusionFill.Fill(pixels, known) : pixels;

    /// <summary>The region with the most edges: it teaches most about a kernel, and shows best whether that was right.</summary>
    public static int Sharpest(RegionGrid grid, ImageTensor pixels, int scale)
    {
        const int stride = 4;
        var (best, most) = (0, -1.0);
        for (var n = 0; n < grid.Count; n++)
        {
            var window = grid[n].ReducedBy(scale);
            var sum = 0.0;
            for (var y = window.Top; y < window.Top + window.Height; y += stride)
            {
                var row = pixels.Plane(pixels.Channels / 2).Slice((y * pixels.Width) + window.Left, window.Width);
                for (var x = 1; x < row.Length; x++)
                {
                    sum += Math.Abs(row[x] - row[x - 1]);
                }
            }

            if (sum / ((double)window.Height * window.Width) is var density && density > most)
            {
                (best, most) = (n, density);
            }
        }

        return best;
    }
}
