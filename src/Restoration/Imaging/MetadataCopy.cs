using NetVips;

namespace BirD.Restoration.Imaging;

/// <summary>Carries colour profile, XMP, IPTC, comments and resolution from the source to the result.</summary>
/// <remarks>
/// EXIF goes its own way (<see cref="ExifBlock"/>): libvips would rewrite it, inventing some tags and moving others.
/// Limits, for the archive-grade formats to lift: TIFF keeps no EXIF directory and no capture tags (Make, DateTime,
/// ...), because libvips writes none; JPEG comments, gain maps and vendors' APP segments are dropped.
/// </remarks>
internal static class MetadataCopy
{
    /// <summary>What libvips is to write: all but EXIF.</summary>
    public const Enums.ForeignKeep Keep = Enums.ForeignKeep.All & ~Enums.ForeignKeep.Exif;

    private static readonly string[] Carried =
        ["icc-profile-data", "xmp-data", "iptc-data", "photoshop-data", "image-description", "resolution-unit"];

    /// <summary>A picture with the pixels of <paramref name="image"/> and the metadata of the source.</summary>
    public static Image Apply(Image image, PictureHeader source)
    {
        var turned = source.Orientation >= 5;
        using var sized = image.Copy(
            xres: Density(turned ? source.Image.Yres : source.Image.Xres),
            yres: Density(turned ? source.Image.Xres : source.Image.Yres));
        return sized.Mutate(target =>
        {
            foreach (var name in source.Image.GetFields().Where(IsCarried))
            {
                var value = source.Image.Get(name);
                target.Set(
                    source.Image.GetTypeOf(name), name,
                    name == "xmp-data" && value is byte[] xmp ? XmpPacket.Upright(xmp) : value);
            }

            target.Set(GValue.GIntType, "orientation", 1);
        });
    }

    // Pixels per millimetre. Damaged headers hold numbers that libvips would not take.
    private static double? Density(double value) => value is > 0 and < 1e6 ? value : null;

    private static bool IsCarried(string name) =>
        Carried.Contains(name) || name.StartsWith("png-comment-", StringComparison.Ordinal);
}
