namespace BirD.Restoration.Pipeline;

/// <summary>A page of a file of several, done while the others are not.</summary>
/// <param name="File">The restored page as a file of its own; empty when the page stays as it is.</param>
/// <param name="Report">What was done to it.</param>
public sealed record FinishedPage(ReadOnlyMemory<byte> File, RestorationReport Report)
{
    /// <summary>Map of uncertainty, PNG; empty when one sample was drawn.</summary>
    public ReadOnlyMemory<byte> Uncertainty { get; init; }

    /// <summary>Mask of the marks that were found and filled, PNG; empty when none was.</summary>
    public ReadOnlyMemory<byte> Found { get; init; }

    public bool IsRestored => !File.IsEmpty;
}
