namespace BirD.Grains.Retry;

/// <summary>The result in place was written under a higher epoch than this lease's, with other settings or another input.</summary>
public sealed class ResultSupersededException(string message) : Exception(message);
