using BirD.Storage;

namespace BirD.Client.Embedded;

/// <summary>A run ended before its last picture without this command asking for it.</summary>
/// <param name="message">What happened, and what to do.</param>
/// <param name="wasCancelled">Whether somebody wanted it so.</param>
internal sealed class RunEndedException(string message, bool wasCancelled) : StoreException(message)
{
    public bool WasCancelled => wasCancelled;
}
