namespace BirD.Storage.Results;

/// <summary>Where a result should go lies something that must stay: an original, or a file that is no result of ours.</summary>
public sealed class PlaceTakenException(string message) : Exception(message);
