namespace BirD.Grains.Retry;

/// <summary>A picture was ordered that its run doesn't have. Tried again: the job's record may be on its way back.</summary>
internal sealed class ForeignOrderException(string message) : IOException(message);
