using System.Buffers.Binary;
using BirD.Restoration.Imaging;

namespace BirD.Restoration.Degradations.Jpeg;

/// <summary>Reads from a JPEG how its components were subsampled and quantised.</summary>
public static class JpegTables
{
    private const byte BaselineFrame = 0xC0;
    private const byte ExtendedFrame = 0xC1;
    private const byte ProgressiveFrame = 0xC2;
    private const byte AdobeSegment = 0xEE;

    // In which order files store the 64 entries of a table: zigzag, given as row-major places.
    private static ReadOnlySpan<byte> Zigzag =>
    [
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5,
        12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
        35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51,
        58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
    ];

    /// <summary>One entry (grey) or three (Y, Cb, Cr); null for what is no JPEG or one of another colour model.</summary>
    public static IReadOnlyList<JpegComponent>? Read(ReadOnlySpan<byte> file)
    {
        if (!file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
        {
            return null;
        }

        var tables = new int[16][];
        byte[]? frame = null;
        foreach (var segment in JpegSegment.ReadAll(file))
        {
            var payload = file.Slice(segment.Offset, segment.Length);
            switch (segment.Marker)
            {
                case JpegSegment.QuantisationTables:
                    TakeTables(payload, tables);
                    break;
                case BaselineFrame or ExtendedFrame or ProgressiveFrame:
                    frame = payload.ToArray();
                    break;
                case AdobeSegment when payload is [.., 0] && payload.StartsWith("Adobe"u8) && payload.Length == 12:
                    return null; // Adobe transform 0: stored as RGB
            }
        }

        return frame is null ? null : Components(frame, tables);
    }

    /// <summary>Mean of the ten coarsest-scale luma divisors: what the eye calls the compression's strength. 13 at quality 50.</summary>
    public static double Coarseness(JpegComponent luma)
    {
        var sum = 0;
        for (var n = 0; n < 10; n++)
        {
            sum += luma.Quantiser[Zigzag[n]];
        }

        return sum / 10.0;
    }

    /// <summary>Root mean square error that a JPEG of this coarseness has, codes of 255: 6 at quality 50, 10 at 20, 14 at 10.</summary>
    public static double ExpectedError(double coarseness) => 1.7 * Math.Sqrt(Math.Max(coarseness, 1));

    private static void TakeTables(ReadOnlySpan<byte> payload, int[][] tables)
    {
        while (!payload.IsEmpty)
        {
            var (width, id) = (payload[0] >> 4 == 0 ? 1 : 2, payload[0] & 15);
            if (payload.Length < 1 + (64 * width))
            {
                return;
            }

            tables[id] = new int[64];
            for (var n = 0; n < 64; n++)
            {
                tables[id][Zigzag[n]] = width == 1 ? payload[1 + n] : BinaryPrimitives.ReadUInt16BigEndian(payload[(1 + (2 * n))..]);
            }

            payload = payload[(1 + (64 * width))..];
        }
    }

    /// <summary>The frame header: precision, height, width, count, then id, sampling factors and table of each component.</summary>
    private static IReadOnlyList<JpegComponent>? Components(byte[] frame, int[][] tables)
    {
        const int first = 6;
        var count = frame.Length > 5 ? frame[5] : 0;
        if (count is not (1 or 3) || frame.Length < first + (3 * count))
        {
            return null;
        }

        var entries = Enumerable.Range(0, count).Select(c => frame.AsSpan(first + (3 * c), 3).ToArray()).ToList();
        var (across, down) = (entries.Max(e => e[1] >> 4), entries.Max(e => e[1] & 15));
        return entries.Any(e => e[1] >> 4 == 0 || (e[1] & 15) == 0 || across % (e[1] >> 4) != 0 || down % (e[1] & 15) != 0
                || e[2] > 15 || tables[e[2]] is not { } table || table.Contains(0))
            ? null
            : [.. entries.Select(e => new JpegComponent(count == 1 ? 1 : across / (e[1] >> 4), count == 1 ? 1 : down / (e[1] & 15), tables[e[2]]))];
    }
}
