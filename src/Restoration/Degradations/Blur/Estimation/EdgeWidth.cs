using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Blur.Estimation;

/// <summary>How wide the sharpest edges of a picture are, in the direction where they are widest.</summary>
/// <remarks>
/// Slope over contrast of strong edges, as the standard deviation of the Gaussian that would have blurred a step like that.
/// Every sharp photograph has some sharp edges; one that has none in some direction was blurred along it. Cheap, and blind
/// to everything but edges: it decides whether looking for a kernel is worth while, not which one.
/// </remarks>
public static class EdgeWidth
{
    private const int Directions = 4;
    private const int Reach = 4;

    /// <summary>Least contrast across an edge that counts, [0,1] units.</summary>
    private const float LeastContrast = 0.15f;

    /// <summary>Edges of a direction that are enough to judge it.</summary>
    private const int LeastEdges = 60;

    /// <summary>Share of the edges, the sharpest, that is left out as noise.</summary>
    private const double Sharpest = 0.05;

    /// <param name="picture">[0,1]; missing pixels filled with what is likely.</param>
    /// <param name="known">Which pixels were observed: a slope that needs another one does not count; null when all were.</param>
    /// <returns>Standard deviation, pixels; 0 when the picture has too few edges to say.</returns>
    public static double Measure(ImageTensor picture, KnownPixels? known = null)
    {
        var grey = KernelEstimator.Luminance(picture);
        var slopes = Enumerable.Range(0, Directions).Select(_ => new List<float>()).ToArray();
        for (var y = Reach; y < grey.Height - Reach; y++)
        {
            for (var x = Reach; x < grey.Width - Reach; x++)
            {
                if (known is null || IsObserved(known, (y * grey.Width) + x))
                {
                    Include(grey, y, x, slopes);
                }
            }
        }

        var judged = slopes.Where(list => list.Count >= LeastEdges).ToList();
        return judged.Count == 0 ? 0 : judged.Max(Width);
    }

    private static bool IsObserved(KnownPixels known, int at) =>
        known.IsKnown(at) && known.IsKnown(at - 1) && known.IsKnown(at + 1) && known.IsKnown(at - known.Width) && known.IsKnown(at + known.Width);

    private static double Width(List<float> slopes)
    {
        slopes.Sort();
        return 1 / (slopes[(int)((1 - Sharpest) * (slopes.Count - 1))] * Math.Sqrt(2 * Math.PI));
    }

    private static void Include(ImageTensor grey, int y, int x, List<float>[] slopes)
    {
        var (data, w, at) = (grey.Data, grey.Width, (y * grey.Width) + x);
        var (gx, gy) = ((data[at + 1] - data[at - 1]) / 2, (data[at + w] - data[at - w]) / 2);
        var slope = MathF.Sqrt((gx * gx) + (gy * gy));
        if (slope < LeastContrast / 8)
        {
            return;
        }

        // The contrast along the gradient, from well before the edge to well behind it.
        var (dy, dx) = (gy / slope, gx / slope);
        var (low, high) = (float.MaxValue, float.MinValue);
        for (var step = -Reach; step <= Reach; step++)
        {
            var value = data[((y + (int)MathF.Round(step * dy)) * w) + x + (int)MathF.Round(step * dx)];
            (low, high) = (MathF.Min(low, value), MathF.Max(high, value));
        }

        if (high - low >= LeastContrast)
        {
            slopes[(int)Math.Floor(((MathF.Atan2(gy, gx) + MathF.PI) / (MathF.PI / Directions)) + 0.5) % Directions].Add(slope / (high - low));
        }
    }
}
