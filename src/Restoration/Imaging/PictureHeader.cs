using System.Runtime.InteropServices;
using BirD.Restoration.Imaging.Faults;
using NetVips;

namespace BirD.Restoration.Imaging;

/// <summary>A picture opened as far as its header: size, depth and metadata are known, no pixel is decoded.</summary>
internal sealed class PictureHeader : IDisposable
{
    private readonly Source _source;

    private PictureHeader(PictureFormat format, int directory, Source source, Image image) =>
        (Format, Directory, _source, Image) = (format, directory, source, image);

    public PictureFormat Format { get; }

    /// <summary>Number of the TIFF directory that was opened; 0 for other formats.</summary>
    public int Directory { get; }

    /// <summary>The lazy picture. Rows can be fetched once, from top to bottom.</summary>
    public Image Image { get; }

    /// <summary>Bits per sample of what is decoded: 8 or 16.</summary>
    public int BitDepth => Image.Format == Enums.BandFormat.Ushort ? 16 : 8;

    public bool IsCmyk => Image.Interpretation == Enums.Interpretation.Cmyk;

    /// <summary>EXIF orientation, 1 (upright) to 8. An AVIF is turned by its decoder, whatever its EXIF says.</summary>
    public int Orientation => Format != PictureFormat.Avif && Image.Contains("orientation") && Image.Get("orientation") is int value and >= 2 and <= 8
        ? value : 1;

    /// <param name="bytes">The file.</param>
    /// <param name="directory">Number of the TIFF directory; 0 for other formats.</param>
    /// <param name="shrink">1, 2, 4 or 8: by how much a JPEG is to be decoded smaller, which is much faster. Other formats can't.</param>
    /// <param name="strict">Whether a warning of the decoder ends the decode too: it tells of data that are missing or make no sense.</param>
    /// <exception cref="PictureException">Unreadable, Unsupported, or Truncated within the header.</exception>
    public static PictureHeader Open(ReadOnlyMemory<byte> bytes, int directory, int shrink = 1, bool strict = false)
    {
        var format = FormatSniffer.Sniff(bytes.Span);
        var source = Source.NewFromMemory(AsArray(bytes));
        try
        {
            return new PictureHeader(format, directory, source, Load(format, source, directory, shrink, strict ? Enums.FailOn.Warning : Enums.FailOn.Error));
        }
        catch (VipsException e)
        {
            source.Dispose();
            throw VipsFaults.Translate(e, format);
        }
    }

    public void Dispose()
    {
        Image.Dispose();
        _source.Dispose();
    }

    // The loader is named, not guessed by libvips: what we sniffed is what gets parsed.
    // FailOn.Error covers truncation too: half a picture must not pass for a whole one. TIFF's warnings are about tags.
    private static Image Load(PictureFormat format, Source source, int directory, int shrink, Enums.FailOn jpegFailsOn) => format switch
    {
        PictureFormat.Jpeg => Image.JpegloadSource(
            source, shrink: shrink, access: Enums.Access.Sequential, failOn: jpegFailsOn),
        PictureFormat.Png => Image.PngloadSource(source, access: Enums.Access.Sequential, failOn: Enums.FailOn.Error),
        PictureFormat.Tiff => Image.TiffloadSource(source, page: directory, access: Enums.Access.Sequential, failOn: Enums.FailOn.Error),
        PictureFormat.Avif => Image.HeifloadSource(source, access: Enums.Access.Sequential, failOn: Enums.FailOn.Error),
        _ => Image.WebploadSource(source, access: Enums.Access.Sequential, failOn: Enums.FailOn.Error),
    };

    // The source pins the array it is given, so a whole array is handed over as it is: scans can be gigabytes.
    private static byte[] AsArray(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var segment) && segment.Offset == 0
            && segment.Array is { } array && array.Length == segment.Count
            ? array
            : bytes.ToArray();
}
