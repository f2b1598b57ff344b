using System.Buffers.Binary;

namespace BirD.Restoration.Imaging;

/// <summary>One marker segment of a JPEG.</summary>
/// <param name="Marker">Second byte of the marker, for example 0xDB for quantisation tables.</param>
/// <param name="Offset">Where the payload starts, behind the length field.</param>
/// <param name="Length">Bytes of payload.</param>
internal readonly record struct JpegSegment(byte Marker, int Offset, int Length)
{
    public const byte App0 = 0xE0;
    public const byte App1 = 0xE1;
    public const byte Comment = 0xFE;
    public const byte QuantisationTables = 0xDB;
    private const byte StartOfScan = 0xDA;

    /// <summary>The segments before the first scan; stops early, without complaint, where the bytes make no sense.</summary>
    /// <remarks>Only asked about files that already decoded, so leniency hides nothing.</remarks>
    public static List<JpegSegment> ReadAll(ReadOnlySpan<byte> jpeg)
    {
        var segments = new List<JpegSegment>();
        var at = 2;
        while (at + 4 <= jpeg.Length && jpeg[at] == 0xFF)
        {
            var marker = jpeg[at + 1];
            if (marker == 0xFF)
            {
                at++; // fill byte
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(jpeg[(at + 2)..]);
            if (marker == StartOfScan || length < 2 || at + 2 + length > jpeg.Length)
            {
                break;
            }

            segments.Add(new JpegSegment(marker, at + 4, length - 2));
            at += 2 + length;
        }

        return segments;
    }
}
