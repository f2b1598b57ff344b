namespace BirD.Restoration.Degradations.Blur.Estimation;

/// <summary>The blurs that cameras make most: a soft lens, a lens out of focus, a straight movement.</summary>
/// <remarks>
/// Each has one or two numbers instead of the hundreds of taps of a free kernel, so edges that can't tell all taps apart
/// can still tell these (docs/adr/0013).
/// </remarks>
/// <param name="Shapes">Kernels of the family that are tried.</param>
/// <param name="LeastConsistency">Below this <see cref="SimpleBlurSearch"/> doesn't believe the family.</param>
internal sealed record SimpleBlur(IReadOnlyList<DegradationKernel> Shapes, double LeastConsistency)
{
    public bool IsGaussian { get; private init; }

    /// <summary>Measured: a right lens blur reaches 0.99, a lens blur put on shake at most 0.96.</summary>
    private const double Lens = 0.98;

    /// <summary>Measured: a right stroke reaches 0.96 to 0.98, a wrong one 0.93.</summary>
    private const double Stroke = 0.955;

    /// <summary>More elongated than this, standard deviations along over across, no lens blur is looked for.</summary>
    private const double LongestLens = 3;

    /// <summary>Less elongated than this no stroke is looked for.</summary>
    private const double ShortestStroke = 2;

    private const double Growth = 1.025;
    private const double AngleStep = Math.PI / 96;

    /// <summary>The families that the freely fitted kernel doesn't rule out, with shapes in its frame.</summary>
    public static IEnumerable<SimpleBlur> For(DegradationKernel free)
    {
        var moments = KernelMoments.Of(free);
        var elongation = moments.Longest / moments.Shortest;
        if (elongation < LongestLens)
        {
            yield return new(Gaussians(free.Size), Lens) { IsGaussian = true };
            yield return new(Discs(free.Size), Lens);
        }

        if (elongation > ShortestStroke)
        {
            yield return new(Strokes(free), Stroke);
        }
    }

    /// <summary>Every width that fits into a frame.</summary>
    public static IReadOnlyList<DegradationKernel> Gaussians(int size) =>
        [.. Grow(0.5, size / 5.0).Select(sigma => KernelShapes.Gaussian(1, size, sigma))];

    /// <summary>Every radius that fits into a frame.</summary>
    public static IReadOnlyList<DegradationKernel> Discs(int size) =>
        [.. Grow(1, (size / 2) - 1).Select(radius => KernelShapes.Disc(size, radius))];

    /// <summary>Around the length and the direction that a free kernel has.</summary>
    public static IReadOnlyList<DegradationKernel> Strokes(DegradationKernel free)
    {
        var moments = KernelMoments.Of(free);
        var length = Math.Sqrt(12) * moments.Longest;
        return [.. Grow(Math.Max(1, 0.7 * length), Math.Min(1.3 * length, free.Size - 1))
            .SelectMany(l => Enumerable.Range(-6, 13).Select(n => KernelShapes.Stroke(free.Size, l, moments.Angle + (n * AngleStep))))];
    }

    private static IEnumerable<double> Grow(double from, double to)
    {
        for (var value = from; value <= to; value *= Growth)
        {
            yield return value;
        }
    }
}
