namespace BirD.Client;

/// <summary>What scripts can rely on.</summary>
internal static class ExitCodes
{
    /// <summary>Everything was done.</summary>
    public const int Done = 0;

    /// <summary>Some pictures failed, or a check did, or the place of state and results. The rest is done.</summary>
    public const int SomeFailed = 1;

    /// <summary>Wrong usage: nothing was started.</summary>
    public const int Usage = 2;

    /// <summary>Interrupted after checkpointing; the same command continues.</summary>
    public const int Interrupted = 130;
}
