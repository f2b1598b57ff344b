namespace BirD.Restoration.Imaging.Isolation;

/// <summary>A helper process ended over a picture.</summary>
/// <param name="message">What happened, as part of a sentence.</param>
/// <param name="wasEnded">It broke a limit and was ended; trying again would do the same.</param>
/// <param name="inner">How it was noticed.</param>
public sealed class DecodeHelperException(string message, bool wasEnded, Exception inner) : Exception(message, inner)
{
    public bool WasEnded => wasEnded;
}
