using BirD.Restoration.Degradations;

namespace BirD.Restoration.Metrics;

/// <summary>How alike two blurs are.</summary>
public static class KernelAgreement
{
    /// <summary>
    /// Largest normalised correlation over whole-pixel shifts, 1 for the same shape: a shifted kernel is the same blur of a
    /// shifted picture. First channels are compared; the sides may differ.
    /// </summary>
    public static double Correlation(DegradationKernel a, DegradationKernel b)
    {
        var reach = Math.Min(Math.Max(a.Size, b.Size) / 2, 6);
        var norm = Math.Sqrt(Energy(a) * Energy(b));
        var best = 0.0;
        for (var dy = -reach; dy <= reach; dy++)
        {
            for (var dx = -reach; dx <= reach; dx++)
            {
                best = Math.Max(best, Overlap(a, b, dy, dx));
            }
        }

        return norm > 0 ? best / norm : 0;
    }

    private static double Overlap(DegradationKernel a, DegradationKernel b, int dy, int dx)
    {
        var fa = a.Filter(0);
        var fb = b.Filter(0);
        var (offset, sum) = ((b.Size / 2) - (a.Size / 2), 0.0);
        for (var n = 0; n < fa.Length; n++)
        {
            var (y, x) = ((n / a.Size) + offset + dy, (n % a.Size) + offset + dx);
            if (y >= 0 && y < b.Size && x >= 0 && x < b.Size)
            {
                sum += (double)fa[n] * fb[(y * b.Size) + x];
            }
        }

        return sum;
    }

    private static double Energy(DegradationKernel kernel)
    {
        var sum = 0.0;
        foreach (var w in kernel.Filter(0))
        {
            sum += (double)w * w;
        }

        return sum;
    }
}
