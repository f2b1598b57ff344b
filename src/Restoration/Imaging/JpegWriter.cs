using NetVips;

namespace BirD.Restoration.Imaging;

/// <summary>Writes a JPEG of the source's quality or better, with the source's density, EXIF, comments and long XMP.</summary>
internal static class JpegWriter
{
    /// <summary>Bytes of XMP that one segment holds beside its name.</summary>
    public const int LargestXmp = 65_500;

    private const int DensityOffset = 8; // in the JFIF segment: X then Y, two bytes each
    private const int JfifLength = 14; // without thumbnail

    private static ReadOnlySpan<byte> JfifName => "JFIF\0"u8;

    private static ReadOnlySpan<byte> ExifName => "Exif\0\0"u8;

    private static ReadOnlySpan<byte> LongXmpName => "http://ns.adobe.com/xmp/extension/\0"u8;

    public static byte[] Write(Image image, PictureHeader source, ReadOnlySpan<byte> sourceBytes, byte[]? exif)
    {
        var progressive = source.Image.Contains("jpeg-multiscan") && source.Image.Get("jpeg-multiscan") is 1;
        var jpeg = image.JpegsaveBuffer(
            q: JpegQuality.AtLeastThatOf(sourceBytes),
            optimizeCoding: true,
            interlace: progressive,
            // Colour keeps its full resolution even where the source's was halved: halving it again would blur the
            // restored colour a second time, for the sake of a tenth or two of the file.
            subsampleMode: Enums.ForeignSubsample.Off,
            keep: MetadataCopy.Keep);

        // libvips knows no "density unknown" and leaves the JFIF segment out at will: the source's is taken.
        var scan = FindJfif(jpeg) is { } own ? own.Offset + own.Length : 2;
        return [
            0xFF, 0xD8,
            .. Segment(JpegSegment.App0, [], Jfif(sourceBytes, turned: source.Orientation >= 5)),
            .. Segment(JpegSegment.App1, ExifName, exif),
            .. Verbatim(sourceBytes),
            .. jpeg.AsSpan(scan),
        ];
    }

    private static byte[]? Jfif(ReadOnlySpan<byte> source, bool turned)
    {
        if (FindJfif(source) is not { } segment)
        {
            return null;
        }

        var jfif = source.Slice(segment.Offset, JfifLength).ToArray();
        jfif.AsSpan(DensityOffset + 4).Clear(); // a thumbnail would show the picture before restoration
        if (turned)
        {
            var density = jfif.AsSpan(DensityOffset, 4);
            (density[0], density[1], density[2], density[3]) = (density[2], density[3], density[0], density[1]);
        }

        return jfif;
    }

    /// <summary>Comments, and the parts of an XMP packet that didn't fit into one segment; libvips knows neither.</summary>
    private static byte[] Verbatim(ReadOnlySpan<byte> source)
    {
        var kept = new List<byte>();
        foreach (var segment in JpegSegment.ReadAll(source))
        {
            var payload = source.Slice(segment.Offset, segment.Length);
            if (segment.Marker == JpegSegment.Comment || (segment.Marker == JpegSegment.App1 && payload.StartsWith(LongXmpName)))
            {
                kept.AddRange(source.Slice(segment.Offset - 4, segment.Length + 4));
            }
        }

        return [.. kept];
    }

    // The payload fits: it came out of such a segment.
    private static byte[] Segment(byte marker, ReadOnlySpan<byte> name, byte[]? payload)
    {
        if (payload is null)
        {
            return [];
        }

        var length = 2 + name.Length + payload.Length;
        return [0xFF, marker, (byte)(length >> 8), (byte)length, .. name, .. payload];
    }

    private static JpegSegment? FindJfif(ReadOnlySpan<byte> jpeg)
    {
        foreach (var segment in JpegSegment.ReadAll(jpeg))
        {
            if (segment is { Marker: JpegSegment.App0, Length: >= JfifLength }
                && jpeg.Slice(segment.Offset, JfifName.Length).SequenceEqual(JfifName))
            {
                return segment;
            }
        }

        return null;
    }
}
