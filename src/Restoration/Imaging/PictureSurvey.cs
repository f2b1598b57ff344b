using BirD.Restoration.Imaging.Faults;
using BirD.Restoration.Imaging.Tiff;

namespace BirD.Restoration.Imaging;

/// <summary>What the header of a picture file tells, without decoding it.</summary>
/// <param name="Format">"jpeg", "png", "tiff", "webp", "avif".</param>
/// <param name="Width">Of the first page, pixels, before it is turned upright.</param>
/// <param name="Height">Of the first page, pixels.</param>
/// <param name="BitDepth">8 or 16.</param>
/// <param name="Pages">1 for all but TIFF.</param>
/// <param name="Pixels">Of all pages together.</param>
public sealed record PictureSurvey(string Format, int Width, int Height, int BitDepth, int Pages, long Pixels)
{
    /// <exception cref="PictureException">The file would be refused.</exception>
    public static PictureSurvey Read(ReadOnlyMemory<byte> bytes, DecodeLimits limits)
    {
        VipsRuntime.EnsureStarted();
        bytes = TiffPreparation.Of(bytes, limits.MaxPixels);
        var pages = PageTable.Of(bytes, limits);
        using var header = PictureHeader.Open(bytes, pages[0].Directory);
        HeaderCheck.Check(header, limits);
        var pixels = (long)header.Image.Width * header.Image.Height;
        if (pages.Count > 1)
        {
            var directories = TiffFile.Read(bytes).Pages;
            pixels = pages.Sum(page => (long)(directories[page.Directory].Number(TiffTags.Width) * directories[page.Directory].Number(TiffTags.Height)));
        }

        return new PictureSurvey(header.Format.Name(), header.Image.Width, header.Image.Height, header.BitDepth, pages.Count, pixels);
    }
}
