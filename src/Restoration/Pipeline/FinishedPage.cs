namespace BirD.Restoration.Pipeline;

/// <summary>A page of a file of several, done while the others are not.</summary>
/// <param name="File">The restored page as a file of its own; empty when the page stays as it is.</param>
/// <param name="Report">What was done to it.</param>
public sealed record FinishedPage(ReadOnlyMemory<byte> File, RestorationReport Report)
{
    public bool IsRestored => !File.IsEmpty;
}
