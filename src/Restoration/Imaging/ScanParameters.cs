using System.Buffers.Binary;

namespace BirD.Restoration.Imaging;

/// <summary>
/// Puts right what some Samsung cameras write into the scan headers of sequential JPEGs: a spectral range of 0 to 0 where only 0 to 63
/// is allowed. Decoders use the right one whatever is written, but warn, and that warning would hide those of real damage.
/// </summary>
internal static class ScanParameters
{
    private const byte StartOfScan = 0xDA;
    private const byte BaselineFrame = 0xC0;
    private const byte ExtendedFrame = 0xC1;
    private const byte LastCoefficient = 63;

    /// <summary>The file as it is, or a copy with its scan headers put right.</summary>
    public static ReadOnlyMemory<byte> Corrected(ReadOnlyMemory<byte> jpeg)
    {
        if (!JpegSegment.ReadAll(jpeg.Span).Exists(segment => segment.Marker is BaselineFrame or ExtendedFrame))
        {
            return jpeg;
        }

        byte[]? copy = null;
        foreach (var at in Scans(jpeg.Span))
        {
            if (jpeg.Span[at] != 0 || jpeg.Span[at + 1] != LastCoefficient || jpeg.Span[at + 2] != 0)
            {
                copy ??= jpeg.ToArray();
                (copy[at], copy[at + 1], copy[at + 2]) = (0, LastCoefficient, 0);
            }
        }

        return copy ?? jpeg;
    }

    /// <summary>Where the three parameters of each scan lie. Behind the segments of the header FF DA is always a marker: in a scan FF is followed by 0.</summary>
    private static List<int> Scans(ReadOnlySpan<byte> jpeg)
    {
        var found = new List<int>();
        var segments = JpegSegment.ReadAll(jpeg);
        for (var at = segments.Count == 0 ? 2 : segments[^1].Offset + segments[^1].Length; at + 4 < jpeg.Length;)
        {
            var next = jpeg[at..].IndexOf((byte)0xFF);
            if (next < 0 || at + next + 4 >= jpeg.Length)
            {
                break;
            }

            at += next + 1;
            if (jpeg[at] != StartOfScan)
            {
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(jpeg[(at + 1)..]);
            var components = jpeg[at + 3];
            if (length == 6 + (2 * components) && at + 1 + length <= jpeg.Length)
            {
                found.Add(at + 1 + length - 3);
            }

            at++;
        }

        return found;
    }
}
