using NetVips;

namespace BirD.Restoration.Imaging;

/// <summary>Writes a JPEG of the source's quality or better.</summary>
internal static class JpegWriter
{
    private const int DensityOffset = 7; // within the JFIF segment: unit, then X and Y density
    private const int DensityLength = 5;

    public static byte[] Write(Image image, PictureHeader source, ReadOnlySpan<byte> sourceBytes)
    {
        var progressive = source.Image.Contains("jpeg-multiscan") && source.Image.Get("jpeg-multiscan") is 1;
        var jpeg = image.JpegsaveBuffer(
            q: JpegQuality.AtLeastThatOf(sourceBytes),
            optimizeCoding: true,
            interlace: progressive,
            // Colour keeps its full resolution even where the source's was halved: halving it again would blur the
            // restored colour a second time, for the sake of a tenth or two of the file.
            subsampleMode: Enums.ForeignSubsample.Off,
            keep: Enums.ForeignKeep.All);
        if (source.Orientation < 5)
        {
            CopyDensity(sourceBytes, jpeg);
        }

        return jpeg;
    }

    // libvips knows no "density unknown" and would write an invented one.
    private static void CopyDensity(ReadOnlySpan<byte> source, Span<byte> result)
    {
        if (FindJfif(source) is { } from && FindJfif(result) is { } to)
        {
            source.Slice(from.Offset + DensityOffset, DensityLength).CopyTo(result[(to.Offset + DensityOffset)..]);
        }
    }

    private static JpegSegment? FindJfif(ReadOnlySpan<byte> jpeg)
    {
        foreach (var segment in JpegSegment.ReadAll(jpeg))
        {
            if (segment is { Marker: JpegSegment.App0, Length: >= DensityOffset + DensityLength }
                && jpeg.Slice(segment.Offset, 5).SequenceEqual("JFIF\0"u8))
            {
                return segment;
            }
        }

        return null;
    }
}
