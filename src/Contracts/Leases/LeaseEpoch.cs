namespace BirD.Contracts.Leases;

/// <summary>How an epoch is made: run in the upper 16 bits, shard term in the next 16, a counter below.</summary>
/// <remarks>
/// A later run outranks an earlier one, and within a run a shard's later activation outranks its earlier one,
/// without a write per lease: only the term is durable (docs/adr/0003).
/// </remarks>
public static class LeaseEpoch
{
    /// <summary>Largest run number; the sign bit stays clear.</summary>
    public const int MaxRun = 0x7FFF;

    public const int MaxTerm = 0xFFFF;

    public static long Compose(int run, int term, uint counter)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(run);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(run, MaxRun);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(term);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(term, MaxTerm);
        return ((long)run << 48) | ((long)term << 32) | counter;
    }

    public static int RunOf(long epoch) => (int)(epoch >> 48);

    public static int TermOf(long epoch) => (int)(epoch >> 32) & MaxTerm;
}
