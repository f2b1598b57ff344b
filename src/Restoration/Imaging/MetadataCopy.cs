using NetVips;

namespace BirD.Restoration.Imaging;

/// <summary>Carries colour profile, EXIF, XMP, IPTC, comments and resolution from the source to the result.</summary>
/// <remarks>
/// Two things change on purpose, because the pixels did: the orientation becomes 1 (the result is upright), and the
/// EXIF thumbnail is left out (it would show the picture before restoration).
/// Limits, for the archive-grade formats to lift: libvips writes no EXIF and no capture tags (Make, DateTime, ...) into
/// TIFF; it rewrites EXIF through libexif, which keeps the tags but may move a maker note; JPEG comments are dropped.
/// </remarks>
internal static class MetadataCopy
{
    private static readonly string[] Carried =
    [
        "icc-profile-data", "exif-data", "xmp-data", "iptc-data", "photoshop-data", "image-description",
        "resolution-unit",
    ];

    /// <summary>A picture with the pixels of <paramref name="image"/> and the metadata of the source.</summary>
    public static Image Apply(Image image, PictureHeader source)
    {
        var turned = source.Orientation >= 5;
        using var sized = image.Copy(
            xres: turned ? source.Image.Yres : source.Image.Xres,
            yres: turned ? source.Image.Xres : source.Image.Yres);
        return sized.Mutate(target =>
        {
            foreach (var name in source.Image.GetFields().Where(IsCarried))
            {
                target.Set(source.Image.GetTypeOf(name), name, source.Image.Get(name));
            }

            // Set only where there was one: otherwise libvips would invent an EXIF block to hold it.
            if (source.Image.Contains("orientation"))
            {
                target.Set(GValue.GIntType, "orientation", 1);
            }
        });
    }

    private static bool IsCarried(string name) =>
        Carried.Contains(name)
        || name.StartsWith("png-comment-", StringComparison.Ordinal)
        || (name.StartsWith("exif-ifd", StringComparison.Ordinal)
            && !name.StartsWith("exif-ifd1", StringComparison.Ordinal) // the thumbnail's directory
            && name != "exif-ifd0-Orientation");
}
