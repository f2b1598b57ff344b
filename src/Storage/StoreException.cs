namespace BirD.Storage;

/// <summary>The store can't do what was asked: full, forbidden, or out of reach. The message says what to do about it.</summary>
public class StoreException(string message, Exception? inner = null) : IOException(message, inner);
