namespace BirD.Storage.Inputs;

/// <summary>An original is absent or unreadable; trying again will not help.</summary>
public sealed class InputMissingException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>An original breaks the size limit; it was not read.</summary>
public sealed class InputTooLargeException(string message) : Exception(message);
