using BirD.Restoration.Imaging.Faults;
using BirD.Restoration.Imaging.Tiff;

namespace BirD.Restoration.Imaging;

/// <summary>The pages of a picture file; all formats but TIFF have one.</summary>
internal static class PageTable
{
    private static readonly IReadOnlyList<TiffPage> Single = [new TiffPage(0, false)];

    /// <exception cref="PictureException">No picture, a damaged TIFF, a camera raw file, or more pages than allowed.</exception>
    public static IReadOnlyList<TiffPage> Of(ReadOnlyMemory<byte> bytes, DecodeLimits? limits = null)
    {
        if (FormatSniffer.Sniff(bytes.Span) != PictureFormat.Tiff)
        {
            return Single;
        }

        var pages = TiffPages.Of(TiffFile.Read(bytes));
        return limits is null || pages.Count <= limits.MaxPages
            ? pages
            : throw new PictureException(
                PictureFault.TooLarge, $"The TIFF has {pages.Count} pages; the ceiling is {limits.MaxPages}. Split it first, for example: tiffsplit FILE.");
    }
}
