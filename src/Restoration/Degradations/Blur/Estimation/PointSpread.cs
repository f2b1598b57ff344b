namespace BirD.Restoration.Degradations.Blur.Estimation;

/// <summary>A point spread function while it is searched: what one point of light becomes.</summary>
/// <param name="Side">Odd, pixels.</param>
/// <param name="Weights">Side x side, row-major.</param>
internal sealed record PointSpread(int Side, float[] Weights)
{
    /// <summary>Taps below this share of the largest are noise of the fit (Pan et al., CVPR 2014).</summary>
    private const float Floor = 0.05f;

    /// <summary>An island with less than this share of all light is noise of the fit (Pan et al.).</summary>
    private const double LeastIsland = 0.1;

    /// <summary>Two neighbours of half the light each: where a search starts, because "no blur" is a place that it doesn't leave.</summary>
    /// <param name="side">Odd, pixels.</param>
    /// <param name="upright">Whether they lie one above the other.</param>
    public static PointSpread Start(int side, bool upright)
    {
        var weights = new float[side * side];
        (weights[side * side / 2], weights[(side * side / 2) - (upright ? side : 1)]) = (0.5f, 0.5f);
        return new PointSpread(side, weights);
    }

    /// <summary>No blur.</summary>
    public static PointSpread None { get; } = new(1, [1]);

    public static PointSpread Of(DegradationKernel kernel) => new(kernel.Size, kernel.PointSpread(0));

    /// <summary>Longer side of the smallest box that holds all of its light, pixels.</summary>
    public int Extent
    {
        get
        {
            var taps = Enumerable.Range(0, Weights.Length).Where(n => Weights[n] > 0).DefaultIfEmpty(Weights.Length / 2).ToList();
            return 1 + Math.Max(taps.Max(n => n / Side) - taps.Min(n => n / Side), taps.Max(n => n % Side) - taps.Min(n => n % Side));
        }
    }

    public DegradationKernel ToKernel() => DegradationKernel.OfPointSpread(Weights);

    /// <summary>The same blur in a larger or smaller frame of another scale.</summary>
    public PointSpread Resized(int side) => side == Side
        ? this
        : new PointSpread(side, KernelCleanup.Resize(new DegradationKernel(1, Side, Weights), side).Weights);

    /// <summary>Without weak taps and small islands, sum 1, its centre of mass within half a pixel of the middle.</summary>
    public PointSpread Cleaned()
    {
        var weights = (float[])Weights.Clone();
        var limit = Math.Max(weights.Max() * Floor, 0);
        for (var n = 0; n < weights.Length; n++)
        {
            weights[n] = weights[n] < limit ? 0 : weights[n];
        }

        foreach (var island in KernelIslands.Find(weights, Side))
        {
            if (island.Sum(n => (double)weights[n]) < LeastIsland * weights.Sum(w => (double)w))
            {
                island.ForEach(n => weights[n] = 0);
            }
        }

        return Centred(weights);
    }

    /// <summary>By whole pixels: a fraction would blur it.</summary>
    private PointSpread Centred(float[] weights)
    {
        var (sum, cy, cx, half) = (0.0, 0.0, 0.0, Side / 2);
        for (var n = 0; n < weights.Length; n++)
        {
            (sum, cy, cx) = (sum + weights[n], cy + (weights[n] * ((n / Side) - half)), cx + (weights[n] * ((n % Side) - half)));
        }

        if (sum <= 0)
        {
            return Start(Side, upright: false);
        }

        var (dy, dx) = ((int)Math.Round(cy / sum), (int)Math.Round(cx / sum));
        var centred = new float[weights.Length];
        for (var n = 0; n < weights.Length; n++)
        {
            var (y, x) = ((n / Side) - dy, (n % Side) - dx);
            if (y >= 0 && y < Side && x >= 0 && x < Side)
            {
                centred[(y * Side) + x] = (float)(weights[n] / sum);
            }
        }

        var kept = centred.Sum(w => (double)w);
        return new PointSpread(Side, kept > 0 ? [.. centred.Select(w => (float)(w / kept))] : Start(Side, upright: false).Weights);
    }
}
