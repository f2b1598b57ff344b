namespace BirD.Restoration.Degradations.Blur.Estimation;

/// <summary>Which simple blur a picture's spectrum shows: a disc's has rings and a stroke's has bars, which edges hardly tell.</summary>
internal static class SpectralChoice
{
    /// <summary>
    /// A blur that edges did not ask for may explain the spectrum worse than the free kernel by this, nats a frequency: it has one
    /// or two numbers, the kernel hundreds. Measured: simple blurs put on shake fall short by 0.03 and more (docs/adr/0013).
    /// </summary>
    private const double Unasked = 0.01;

    /// <summary>How much better a disc must explain the spectrum: without rings to see, the two lenses are level (the closest was 0.0006).</summary>
    private const double Rings = 0.002;

    /// <summary>How much better another stroke than the one that edges ask for must explain the spectrum: edges measure those well.</summary>
    private const double Bars = 0.02;

    /// <summary>Width of a lens over that of the free kernel across: right ones measured 0.86 to 1.6.</summary>
    private const double LeastWidth = 0.7;

    private const double MostWidth = 2;

    /// <param name="found">The simple blur that edges ask for, or <paramref name="free"/>.</param>
    /// <param name="free">The kernel that was fitted freely.</param>
    /// <param name="evidence">The picture's spectrum.</param>
    /// <param name="foundGaussian">Whether <paramref name="found"/> is a Gaussian.</param>
    /// <returns>The simple blur that the spectrum shows, or <paramref name="found"/> when it shows none that is better.</returns>
    public static DegradationKernel Make(DegradationKernel found, DegradationKernel free, SpectralEvidence evidence, bool foundGaussian = false)
    {
        var gaussian = Best(SimpleBlur.Gaussians(free.Size), evidence);
        var disc = Best(SimpleBlur.Discs(free.Size), evidence);
        var lens = disc.Evidence > gaussian.Evidence + Rings ? disc : gaussian;
        var stroke = Best(SimpleBlur.Strokes(free), evidence);
        var simple = stroke.Evidence > lens.Evidence ? stroke : lens;
        if (ReferenceEquals(simple.Shape, lens.Shape) && Contradicts(lens.Shape, free))
        {
            return found;
        }

        if (ReferenceEquals(found, free))
        {
            return simple.Evidence >= evidence.Of(free) - Unasked ? simple.Shape : free;
        }

        if (foundGaussian && ReferenceEquals(simple.Shape, gaussian.Shape))
        {
            return Between(found, simple.Shape);
        }

        return ReferenceEquals(simple.Shape, lens.Shape) || stroke.Evidence > evidence.Of(found) + Bars ? simple.Shape : found;
    }

    /// <summary>
    /// Edges and the spectrum measure a Gaussian's width by different things, and their errors differ: for 1.60 px they said 1.45
    /// to 1.72 and 1.45 to 1.85, their geometric mean is 1.50 to 1.72 (docs/adr/0013).
    /// </summary>
    private static DegradationKernel Between(DegradationKernel one, DegradationKernel other) =>
        KernelShapes.Gaussian(1, one.Size, Math.Sqrt(KernelMoments.Of(one).Longest * KernelMoments.Of(other).Longest));

    /// <summary>Edges measure how wide a blur is at least across; a spectrum that says quite another width has seen something else.</summary>
    private static bool Contradicts(DegradationKernel lens, DegradationKernel free) =>
        (KernelMoments.Of(lens).Shortest / KernelMoments.Of(free).Shortest) is < LeastWidth or > MostWidth;

    private static (DegradationKernel Shape, double Evidence) Best(IReadOnlyList<DegradationKernel> shapes, SpectralEvidence evidence) =>
        shapes.AsParallel().AsOrdered().Select(shape => (Shape: shape, Evidence: evidence.Of(shape))).ToList()
            .Aggregate((Shape: KernelShapes.Delta(1, 1), Evidence: double.NegativeInfinity), (best, next) => next.Evidence > best.Evidence ? next : best);
}
