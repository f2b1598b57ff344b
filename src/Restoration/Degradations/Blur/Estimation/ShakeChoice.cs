using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Blur.Estimation;

/// <summary>Several searches for one shaken hand, in frames and with weights of their own; one is chosen by what its picture of few edges costs.</summary>
/// <remarks>
/// One frame fits no two pictures, and the best fit is no evidence: a kernel may fit by putting the blur into the picture. The energy of
/// the picture of few edges counts both. Larger frames are tried only when the kernel fills the ones so far.
/// </remarks>
internal static class ShakeChoice
{
    /// <summary>
    /// Sides of the frames that are tried on every picture that is large enough, pixels. In a frame that is much too small a long path
    /// leaves a short kernel that doesn't fill it, so a large one is among them.
    /// </summary>
    private static readonly int[] Frames = [21, 27, 35, 69];

    /// <summary>Sides that are tried, one after another, while the kernel fills what was tried before.</summary>
    private static readonly int[] LargerFrames = [95, 131, 151];

    /// <summary>
    /// What an edge costs at the start, and the direction of the first kernel. Pan et al. start at 4e-3; of four pictures of Levin's set that
    /// found two with kernels that correlated with the truth by 0.35 and 0.64, where these find 0.70 and 0.89 (docs/adr/0027).
    /// </summary>
    private static readonly (float Weight, bool Upright)[] Starts = [(8e-3f, false), (8e-3f, true), (2e-2f, false)];

    /// <summary>What an edge costs where results are compared, squared [0,1] units.</summary>
    private const float JudgedWeight = 2e-3f;

    /// <summary>Share of a frame's side that a kernel may take before a larger frame is tried.</summary>
    private const double Filled = 0.75;

    /// <summary>Sides of the frame that a picture must be large at least: less has too few edges for as many taps.</summary>
    private const int LeastSides = 4;

    /// <summary>Sides of the frame that are looked at of a large picture: more edges than taps a hundred times over.</summary>
    private const int WindowSides = 14;

    private const int LeastWindow = 448;
    private const int MostWindow = 1024;

    /// <param name="picture">Observation, [0,1], 1 or 3 channels.</param>
    /// <param name="size">Side of the frame; null to find that out too.</param>
    /// <param name="cancellationToken">Looked at between rounds.</param>
    /// <returns>Null when the picture is too small for any frame.</returns>
    public static ShakeFinding? Find(ImageTensor picture, int? size, CancellationToken cancellationToken)
    {
        var grey = KernelEstimator.Luminance(picture);
        var smallest = Math.Min(grey.Height, grey.Width);
        var tried = (size is { } side ? [side] : Frames).Where(frame => LeastSides * frame <= smallest).ToArray();
        ShakeFinding? best = null;
        for (var larger = 0; tried.Length > 0; larger++)
        {
            foreach (var finding in tried.SelectMany(frame => InFrame(picture, grey, frame, cancellationToken)))
            {
                best = best is null || IsBetter(finding, best) ? finding : best;
            }

            tried = size is null && larger < LargerFrames.Length && LeastSides * LargerFrames[larger] <= smallest
                && best!.Kernel.Extent >= Filled * (larger == 0 ? Frames[^1] : LargerFrames[larger - 1]) ? [LargerFrames[larger]] : [];
        }

        return best;
    }

    /// <summary>
    /// A path from side to side of its frame has been cut off by it: the energy of what is left of it is no evidence against one that has
    /// room (docs/adr/0027).
    /// </summary>
    internal static bool IsBetter(ShakeFinding one, ShakeFinding other) =>
        IsCutOff(one) == IsCutOff(other) ? one.Strength > other.Strength : IsCutOff(other);

    private static bool IsCutOff(ShakeFinding finding) => finding.Kernel.Extent >= finding.Kernel.Side;

    /// <summary>What <see cref="ShakeFinding.Strength"/> says, of a kernel that was found otherwise, on what a search in such a frame looks at.</summary>
    /// <param name="picture">Observation, [0,1], 1 or 3 channels.</param>
    /// <param name="side">Side of the frame of the search to compare with, pixels.</param>
    /// <param name="kernel">Sum 1.</param>
    public static double StrengthOf(ImageTensor picture, int side, PointSpread kernel)
    {
        var (window, usable) = Searched(picture, KernelEstimator.Luminance(picture), side);
        return StrengthOf(window, usable, kernel);
    }

    private static List<ShakeFinding> InFrame(ImageTensor picture, ImageTensor grey, int side, CancellationToken cancellationToken)
    {
        var (window, usable) = Searched(picture, grey, side);
        return [.. Starts.Select(start => Try(window, usable, new ShakeStart(side, start.Weight, start.Upright), cancellationToken))];
    }

    private static (ImageTensor Window, ImageTensor? Usable) Searched(ImageTensor picture, ImageTensor grey, int side)
    {
        var window = BusiestWindow.Cut(grey, Math.Clamp(WindowSides * side, LeastWindow, MostWindow));
        // In a window white is looked for in the mean of the channels: a little less is seen of it.
        return (window, UsablePixels.Of(ReferenceEquals(window, grey) ? picture : window, side / 2));
    }

    private static ShakeFinding Try(ImageTensor window, ImageTensor? usable, ShakeStart start, CancellationToken cancellationToken)
    {
        var kernel = ShakeSearch.Run(window, usable, start, cancellationToken);
        return new ShakeFinding(kernel, StrengthOf(window, usable, kernel), start);
    }

    private static double StrengthOf(ImageTensor window, ImageTensor? usable, PointSpread kernel)
    {
        using var latent = new SparseLatent(window, usable, kernel.Side);
        var (with, without) = (latent.Judge(kernel, JudgedWeight).Energy, latent.Judge(PointSpread.None, JudgedWeight).Energy);
        return without > 0 ? 1 - (with / without) : 0;
    }
}
