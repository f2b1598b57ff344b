using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Blur.Estimation;

/// <summary>How wide the picture's blur is and how directional, from the kernel that its strongest edges ask for.</summary>
public static class BlurEstimator
{
    /// <summary>
    /// What a kernel of free shape leaves unexplained at least, [0,1] units: of shaken pictures the true kernels leave 1.2 to 3.3 codes
    /// (docs/adr/0027), and sampling as if there were less brings that up as rings.
    /// </summary>
    private const double FreeKernelError = 2.5 / 255;

    /// <summary>
    /// A simple blur that leaves a structured error as strong as this is doubted, [0,1] units: three JPEGs of quality 75 whose errors were
    /// about 4 codes were taken for blurred by something else, and came back 1.7 to 1.9 dB worse (docs/results.md); two shakes of 8 x 6 px
    /// were taken for lens blurs that left 4.6 and 4.8 codes (docs/adr/0027).
    /// </summary>
    public const double DoubtfulError = 3.5 / 255;

    /// <param name="picture">Observation, [0,1].</param>
    /// <param name="noise">Noise standard deviation, [0,1] units.</param>
    /// <param name="size">Side of the kernel; null to find that out too.</param>
    /// <param name="compressed">Whether the file is a JPEG, so that an error which is no white noise need not speak against a simple blur.</param>
    /// <param name="cancellationToken">Looked at all along: this takes seconds.</param>
    public static BlurDiagnosis Estimate(ImageTensor picture, double noise, int? size, bool compressed, CancellationToken cancellationToken)
    {
        var free = size is { } side
            ? KernelEstimator.Estimate(picture, side, noise, cancellationToken)
            : KernelEstimator.Estimate(picture, noise, cancellationToken);
        // The parts are compared by what they show, not by the simple blur that is made of it.
        var agreement = BlurConsistency.Agreement(picture, free, noise, cancellationToken);
        var kernel = SimpleBlurSearch.Prefer(picture, free, noise, cancellationToken);
        var isSimple = !ReferenceEquals(kernel, free);
        var error = StructuredError(picture, kernel);
        if (MayBeShaken(isSimple, compressed, error) && ShakeChoice.Find(picture, size, cancellationToken) is { } shake
            && (!isSimple || shake.Strength > ShakeChoice.StrengthOf(picture, shake.Start.Side, PointSpread.Of(kernel))))
        {
            return Shaken(picture, shake, cancellationToken);
        }

        // Elongation as the edges show it: a picture that makes a lens blur look like motion gets no credit for the lens.
        return Describe(kernel) with
        {
            Elongation = Describe(free).Elongation,
            Kernel = kernel,
            IsSimple = isSimple,
            Agreement = agreement,
            StructuredError = error,
        };
    }

    /// <summary>
    /// Whether a shaken hand's path is searched: where no simple blur is believed, and where one is that leaves an error for which no JPEG
    /// is to blame.
    /// </summary>
    /// <param name="isSimple">Whether a simple blur is believed.</param>
    /// <param name="compressed">Whether the file is a JPEG.</param>
    /// <param name="error">What the blur leaves that is no white noise, [0,1] units.</param>
    internal static bool MayBeShaken(bool isSimple, bool compressed, double error) => !isSimple || (!compressed && error >= DoubtfulError);

    private static BlurDiagnosis Shaken(ImageTensor picture, ShakeFinding shake, CancellationToken cancellationToken)
    {
        var kernel = shake.Kernel.ToKernel();
        return Describe(kernel) with
        {
            Kernel = kernel,
            Agreement = BlurConsistency.Agreement(picture, shake, cancellationToken),
            StructuredError = Math.Max(StructuredError(picture, kernel), FreeKernelError),
            Strength = shake.Strength,
        };
    }

    /// <summary>What <see cref="BlurDiagnosis.StructuredError"/> says, for a kernel that is known.</summary>
    public static double StructuredError(ImageTensor picture, DegradationKernel kernel) =>
        SpectralEvidence.Read(KernelEstimator.Searched(picture), kernel)?.ErrorUnder(kernel) ?? 0;

    /// <summary>From the second moments of the kernel, which is centred and sums to 1.</summary>
    public static BlurDiagnosis Describe(DegradationKernel kernel)
    {
        var (longest, shortest, _) = KernelMoments.Of(kernel);
        return new BlurDiagnosis(Math.Sqrt(((longest * longest) + (shortest * shortest)) / 2), longest / shortest);
    }
}

/// <param name="Sigma">Root mean square radius per axis, pixels: the standard deviation of a Gaussian blur. Sharp photographs give 0.55 to 0.7, because even their edges are not steps.</param>
/// <param name="Elongation">Longest over shortest axis: 1 for defocus, 2 and more for motion.</param>
public sealed record BlurDiagnosis(double Sigma, double Elongation)
{
    /// <summary>The kernel that was found; null when only its shape was described.</summary>
    public DegradationKernel? Kernel { get; init; }

    /// <summary>True when it is a Gaussian, a disc or a straight stroke that explains all of the edges; false for a free shape.</summary>
    public bool IsSimple { get; init; }

    /// <summary>Evidence for a free shape: share of what a picture of few edges costs without a blur that this one takes away, 0 to 1; null for a simple shape.</summary>
    public double? Strength { get; init; }

    /// <summary>How alike the blur is in all parts of the picture, 0 to 1; null when the picture is too small to say.</summary>
    public double? Agreement { get; init; }

    /// <summary>
    /// Standard deviation of an error that is no white noise, such as a JPEG's, [0,1] units; 0 when there is none to see. Smooth
    /// places don't show it, and undoing a blur as if it were not there brings it up (docs/adr/0013).
    /// </summary>
    public double StructuredError { get; init; }
}
