namespace BirD.Restoration.Degradation.Estimation;

/// <summary>A soft lens or a lens out of focus? Their edges look alike, their spectra don't: a disc's has rings.</summary>
internal static class LensChoice
{
    /// <summary>
    /// A lens that edges did not ask for may explain the spectrum worse than the free kernel by this, nats a frequency: it has one
    /// number, the kernel hundreds. Measured: lenses put on motion or shake fall short by 0.03 and more (docs/adr/0013).
    /// </summary>
    private const double Unasked = 0.01;

    /// <summary>How much better a disc must explain the spectrum: without rings to see, the two are level (the closest was 0.0006).</summary>
    private const double Rings = 0.002;

    /// <param name="found">What the edges say.</param>
    /// <param name="kind">Which kind that is; no movement.</param>
    /// <param name="evidence">The picture's spectrum.</param>
    public static DegradationKernel Make(DegradationKernel found, BlurKind kind, SpectralEvidence evidence)
    {
        var (gaussian, soft) = Best(SimpleBlur.Gaussians(found.Size), evidence);
        var (disc, unfocused) = Best(SimpleBlur.Discs(found.Size), evidence);
        if (kind == BlurKind.Free && Math.Max(soft, unfocused) <= evidence.Of(found) - Unasked)
        {
            return found;
        }

        return unfocused > soft + Rings ? disc : gaussian;
    }

    private static (DegradationKernel Shape, double Evidence) Best(IReadOnlyList<DegradationKernel> shapes, SpectralEvidence evidence) =>
        shapes.AsParallel().AsOrdered().Select(shape => (shape, evidence: evidence.Of(shape))).ToList().MaxBy(pair => pair.evidence);
}
