namespace BirD.Storage;

/// <summary>The store as a whole can't serve now: not reached, throttling, failing, full. The same call may well succeed later, whatever it is about.</summary>
public sealed class StoreUnavailableException(string message, Exception? inner = null) : StoreException(message, inner);
