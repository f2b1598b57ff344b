using BirD.Restoration.Imaging.Faults;

namespace BirD.Restoration.Imaging.Tiff;

/// <summary>Which directories of a TIFF are photographs, which are masks to keep, and which are previews to drop.</summary>
internal static class TiffPages
{
    private const ulong Reduced = 1;
    private const ulong Mask = 4;

    /// <summary>Directory numbers of the pages that results have, in file order. The first directory always counts.</summary>
    /// <exception cref="PictureException">Unsupported: a camera raw file, whose first directory is only a preview.</exception>
    public static IReadOnlyList<TiffPage> Of(TiffFile file)
    {
        var first = file.Pages[0];
        if (first[TiffTags.DngVersion] is not null
            || ((first.Number(TiffTags.NewSubfileType) & Reduced) != 0 && first[TiffTags.SubDirectories] is not null))
        {
            throw new PictureException(
                PictureFault.Unsupported,
                "This is a camera raw file (DNG, NEF or alike), whose first picture is only a preview. Develop it to a 16-bit TIFF first, for example: dcraw -T -6 -w FILE.");
        }

        return [.. file.Pages.Select((page, number) => (page, number, kind: page.Number(TiffTags.NewSubfileType)))
            .Where(page => page.number == 0 || (page.kind & Reduced) == 0)
            .Select(page => new TiffPage(page.number, page.number > 0 && (page.kind & Mask) != 0))];
    }
}

/// <param name="Directory">Number in the file's chain.</param>
/// <param name="IsMask">Says something about another page (infrared, transparency): kept as it is, not restored.</param>
internal sealed record TiffPage(int Directory, bool IsMask);
