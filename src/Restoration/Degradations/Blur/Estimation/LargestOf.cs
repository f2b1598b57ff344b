using System.Buffers;

namespace BirD.Restoration.Degradations.Blur.Estimation;

/// <summary>The n-th largest of many values, by counting instead of sorting.</summary>
internal static class LargestOf
{
    private const int Bins = 1 << 16;

    /// <summary>The value that <paramref name="rank"/> - 1 others of its group surpass or equal; the group's smallest where it has fewer; 0 where it is empty.</summary>
    /// <param name="values">None is negative.</param>
    /// <param name="groups">To which group each belongs.</param>
    /// <param name="group">The one that is asked for.</param>
    /// <param name="rank">From 1.</param>
    public static float Find(ReadOnlySpan<float> values, ReadOnlySpan<byte> groups, byte group, int rank)
    {
        // The bits of floats that are not negative are ordered as the floats are: the upper half picks a bin, the lower one a value in it.
        var rented = ArrayPool<int>.Shared.Rent(Bins);
        var bins = rented.AsSpan(0, Bins);
        bins.Clear();
        for (var n = 0; n < values.Length; n++)
        {
            if (groups[n] == group)
            {
                bins[BitConverter.SingleToInt32Bits(values[n]) >> 16]++;
            }
        }

        var upper = Pick(bins, ref rank);
        bins.Clear();
        for (var n = 0; n < values.Length; n++)
        {
            var bits = BitConverter.SingleToInt32Bits(values[n]);
            if (groups[n] == group && bits >> 16 == upper)
            {
                bins[bits & (Bins - 1)]++;
            }
        }

        var lower = Pick(bins, ref rank);
        ArrayPool<int>.Shared.Return(rented);
        return BitConverter.Int32BitsToSingle((upper << 16) | lower);
    }

    /// <summary>From the top down to the bin that holds the rank, or to the last one that holds anything; 0 when all are empty.</summary>
    private static int Pick(ReadOnlySpan<int> bins, ref int rank)
    {
        var last = 0;
        for (var bin = bins.Length - 1; bin >= 0; bin--)
        {
            if (bins[bin] >= rank)
            {
                return bin;
            }

            if (bins[bin] > 0)
            {
                (rank, last) = (rank - bins[bin], bin);
            }
        }

        // Fewer than asked for: the smallest there is.
        rank = int.MaxValue;
        return last;
    }
}
