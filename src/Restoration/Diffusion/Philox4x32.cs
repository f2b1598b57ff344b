using System.Runtime.Intrinsics;

namespace BirD.Restoration.Diffusion;

/// <summary>Philox 4x32-10, a counter-based generator (Salmon et al., SC 2011): no state, any element in any order.</summary>
internal static class Philox4x32
{
    private const uint M0 = 0xD2511F53;
    private const uint M1 = 0xCD9E8D57;
    private const uint W0 = 0x9E3779B9;
    private const uint W1 = 0xBB67AE85;

    public static (uint R0, uint R1, uint R2, uint R3) Next(uint c0, uint c1, uint c2, uint c3, ulong key)
    {
        var (k0, k1) = ((uint)key, (uint)(key >> 32));
        for (var round = 0; round < 10; round++)
        {
            var p0 = (ulong)M0 * c0;
            var p1 = (ulong)M1 * c2;
            (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ k1, (uint)p0);
            k0 = unchecked(k0 + W0);
            k1 = unchecked(k1 + W1);
        }

        return (c0, c1, c2, c3);
    }

    /// <summary>The same for eight counters side by side; every lane holds 32 bits.</summary>
    public static (Vector512<ulong> R0, Vector512<ulong> R1, Vector512<ulong> R2, Vector512<ulong> R3) Next(
        Vector512<ulong> c0, Vector512<ulong> c1, Vector512<ulong> c2, Vector512<ulong> c3, ulong key)
    {
        var (k0, k1) = ((uint)key, (uint)(key >> 32));
        var (m0, m1, low) = (Vector512.Create((ulong)M0), Vector512.Create((ulong)M1), Vector512.Create((ulong)uint.MaxValue));
        for (var round = 0; round < 10; round++)
        {
            var (p0, p1) = (m0 * c0, m1 * c2);
            (c0, c1, c2, c3) = ((p1 >> 32) ^ c1 ^ Vector512.Create((ulong)k0), p1 & low, (p0 >> 32) ^ c3 ^ Vector512.Create((ulong)k1), p0 & low);
            k0 = unchecked(k0 + W0);
            k1 = unchecked(k1 + W1);
        }

        return (c0, c1, c2, c3);
    }
}
