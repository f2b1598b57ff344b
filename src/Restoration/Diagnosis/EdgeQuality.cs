using BirD.Restoration.Degradations.Blur.Estimation;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Diagnosis;

/// <summary>Sharpness of the places with one clear direction: s1 (s1 - s2) / (s1 + s2) of the gradients in 8 x 8 patches.</summary>
/// <remarks>The no-reference measure of Zhu and Milanfar 2010: it falls with blur and with noise alike.</remarks>
internal static class EdgeQuality
{
    private const int Patch = 8;

    /// <summary>Share of the patches, those with the clearest edges in the observation, that are compared.</summary>
    private const double Share = 0.1;

    /// <summary>Mean quality of the result over that of the observation, in the same patches.</summary>
    public static double Gain(ImageTensor result, ImageTensor observation)
    {
        var (before, after) = (Patches(observation), Patches(result));
        if (before.Length == 0)
        {
            return 1;
        }

        var threshold = before.OrderDescending().ElementAt((int)(Share * (before.Length - 1)));
        var (sumBefore, sumAfter) = (0.0, 0.0);
        for (var n = 0; n < before.Length; n++)
        {
            if (before[n] >= threshold)
            {
                (sumBefore, sumAfter) = (sumBefore + before[n], sumAfter + after[n]);
            }
        }

        return sumBefore > 0 ? sumAfter / sumBefore : 1;
    }

    private static double[] Patches(ImageTensor picture)
    {
        var (dx, dy) = EdgePrediction.Differences(KernelEstimator.Luminance(picture));
        var (rows, columns) = (picture.Height / Patch, picture.Width / Patch);
        var quality = new double[rows * columns];
        for (var n = 0; n < quality.Length; n++)
        {
            quality[n] = Quality(dx, dy, n / columns * Patch, n % columns * Patch);
        }

        return quality;
    }

    private static double Quality(ImageTensor dx, ImageTensor dy, int y0, int x0)
    {
        var (xx, yy, xy) = (0.0, 0.0, 0.0);
        for (var n = 0; n < Patch * Patch; n++)
        {
            var at = ((y0 + (n / Patch)) * dx.Width) + x0 + (n % Patch);
            double x = dx.Data[at], y = dy.Data[at];
            (xx, yy, xy) = (xx + (x * x), yy + (y * y), xy + (x * y));
        }

        var (mean, spread) = ((xx + yy) / 2, Math.Sqrt(((xx - yy) * (xx - yy) / 4) + (xy * xy)));
        var (s1, s2) = (Math.Sqrt(mean + spread), Math.Sqrt(Math.Max(mean - spread, 0)));
        return s1 + s2 > 0 ? s1 * (s1 - s2) / (s1 + s2) : 0;
    }
}
