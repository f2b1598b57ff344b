using System.Buffers.Binary;

namespace BirD.Restoration.Imaging;

/// <summary>Chooses the quality of a result from the quantisation tables of its source.</summary>
/// <remarks>
/// Many encoders have tables of their own, so "the source's quality" is no number. Chosen is the lowest quality whose
/// standard tables are nowhere coarser than the source's, and at least 92: what was restored must not be
/// quantised away again, however harshly the source was compressed.
/// </remarks>
internal static class JpegQuality
{
    public const int Lowest = 92;

    // Annex K of the JPEG standard, in the zigzag order in which files store tables.
    private static ReadOnlySpan<byte> Luma =>
    [
        16, 11, 12, 14, 12, 10, 16, 14, 13, 14, 18, 17, 16, 19, 24, 40,
        26, 24, 22, 22, 24, 49, 35, 37, 29, 40, 58, 51, 61, 60, 57, 51,
        56, 55, 64, 72, 92, 78, 64, 68, 87, 69, 55, 56, 80, 109, 81, 87,
        95, 98, 103, 104, 103, 62, 77, 113, 121, 112, 100, 120, 92, 101, 103, 99,
    ];

    private static ReadOnlySpan<byte> Chroma =>
    [
        17, 18, 18, 24, 21, 24, 47, 26, 26, 47, 99, 66, 56, 66, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    ];

    /// <summary>Quality, 92 to 100, for a result whose source is <paramref name="jpeg"/>.</summary>
    public static int AtLeastThatOf(ReadOnlySpan<byte> jpeg)
    {
        var quality = Lowest;
        var steps = new int[64];
        foreach (var segment in JpegSegment.ReadAll(jpeg))
        {
            if (segment.Marker != JpegSegment.QuantisationTables)
            {
                continue;
            }

            var tables = jpeg.Slice(segment.Offset, segment.Length);
            while (TakeTable(ref tables, steps, out var id))
            {
                // Table 0 is luma by universal habit.
                var standard = id == 0 ? Luma : Chroma;
                while (quality < 100 && Coarser(standard, quality, steps))
                {
                    quality++;
                }
            }
        }

        return quality;
    }

    private static bool TakeTable(ref ReadOnlySpan<byte> tables, int[] steps, out int id)
    {
        id = 0;
        if (tables.IsEmpty)
        {
            return false;
        }

        var width = tables[0] >> 4 == 0 ? 1 : 2;
        id = tables[0] & 15;
        if (tables.Length < 1 + (64 * width))
        {
            return false;
        }

        for (var i = 0; i < 64; i++)
        {
            steps[i] = width == 1 ? tables[1 + i] : BinaryPrimitives.ReadUInt16BigEndian(tables[(1 + (2 * i))..]);
        }

        tables = tables[(1 + (64 * width))..];
        return true;
    }

    // libjpeg's scaling for qualities from 50 up.
    private static bool Coarser(ReadOnlySpan<byte> standard, int quality, int[] steps)
    {
        var scale = 200 - (2 * quality);
        for (var i = 0; i < 64; i++)
        {
            if (Math.Clamp(((standard[i] * scale) + 50) / 100, 1, 255) > steps[i])
            {
                return true;
            }
        }

        return false;
    }
}
