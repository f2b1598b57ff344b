namespace BirD.Client;

/// <summary>The command can't be carried out as it stands; the message says what to change. Ends with exit code 2.</summary>
internal sealed class UsageException(string message, Exception? inner = null) : Exception(message, inner);
