namespace BirD.Restoration.Residency.Graphs;

/// <summary>What a step's graphs are made for: how many pictures of one size, and what all of them have or lack.</summary>
/// <param name="Count">Pictures.</param>
/// <param name="IsBlurred">Each has a kernel.</param>
/// <param name="IsMasked">Each has pixels that don't count.</param>
/// <param name="KeepsMean">Each keeps a mean of its estimates.</param>
/// <param name="HasNoise">Each is given fresh noise.</param>
/// <param name="IsMixed">They are mirrored in different ways, being at different steps.</param>
internal readonly record struct StepShape(int Count, bool IsBlurred, bool IsMasked, bool KeepsMean, bool HasNoise, bool IsMixed)
{
    /// <summary>What tells the first half's graphs apart.</summary>
    public StepShape OfFuse => this with { KeepsMean = false, HasNoise = false };

    /// <summary>What tells the second half's graphs apart.</summary>
    public StepShape OfAdvance => this with { IsBlurred = false, IsMasked = false };
}
