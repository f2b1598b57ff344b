namespace BirD.Restoration.Priors;

/// <summary>A prior or checkpoint file cannot be used: missing, not of its kind, damaged, or outside the contract.</summary>
/// <remarks>The message names the file, what is wrong in it and what to do. Trying again will not help.</remarks>
public sealed class PriorException(string message, Exception? inner = null) : Exception(message, inner);
