using BirD.Storage.Files;

namespace BirD.Storage.Results.Local;

/// <summary>What results in a folder may take the place of, beside earlier results.</summary>
/// <param name="Foreign">Also files that are no results of ours: what <c>--force</c> means. Default in a cluster: no.</param>
/// <param name="Originals">Never these, whatever else is allowed.</param>
public sealed record Replacing(bool Foreign, OriginalSet Originals)
{
    /// <summary>Only earlier results.</summary>
    public static Replacing Results { get; } = new(false, OriginalSet.Empty);
}
