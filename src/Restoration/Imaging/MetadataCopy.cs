using NetVips;

namespace BirD.Restoration.Imaging;

/// <summary>Carries colour profile, XMP, IPTC and resolution from the source to the result.</summary>
/// <remarks>
/// EXIF goes its own way (<see cref="ExifBlock"/>): libvips would rewrite it, inventing some tags and moving others; so do
/// the fields of a TIFF (<see cref="Tiff.TiffMetadata"/>), most of which libvips doesn't know.
/// Gain maps, previews, signatures and vendors' JPEG segments are dropped: they describe the unrestored picture.
/// </remarks>
internal static class MetadataCopy
{
    /// <summary>What libvips is to write: all but EXIF.</summary>
    public const Enums.ForeignKeep Keep = Enums.ForeignKeep.All & ~Enums.ForeignKeep.Exif;

    private const string Profile = "icc-profile-data";

    private static readonly string[] Carried =
        [Profile, "iptc-data", "photoshop-data", "image-description", "resolution-unit"];

    /// <summary>A picture with the pixels of <paramref name="image"/> and the metadata of the source.</summary>
    public static Image Apply(Image image, PictureHeader source, byte[]? xmp)
    {
        var turned = source.Orientation >= 5;
        using var sized = image.Copy(
            xres: Density(turned ? source.Image.Yres : source.Image.Xres),
            yres: Density(turned ? source.Image.Xres : source.Image.Yres));
        return sized.Mutate(target =>
        {
            foreach (var name in source.Image.GetFields().Where(name => Carried.Contains(name) && !(name == Profile && IsGreyProfileOfColour(image, source))))
            {
                target.Set(source.Image.GetTypeOf(name), name, source.Image.Get(name));
            }

            if (source.IsCmyk)
            {
                target.Set(GValue.BlobType, Profile, Image.ProfileLoad(PixelReader.RgbProfile));
            }

            if (xmp is not null)
            {
                target.Set(GValue.BlobType, "xmp-data", xmp);
            }

            target.Set(GValue.GIntType, "orientation", 1);
        });
    }

    /// <summary>The XMP of the result: the source's, upright, with the stamp; null for none.</summary>
    public static byte[]? Xmp(PictureHeader source, ProvenanceStamp? stamp)
    {
        var own = source.Image.Contains("xmp-data") && source.Image.Get("xmp-data") is byte[] packet ? XmpPacket.Upright(packet) : null;
        if (stamp is null)
        {
            return own;
        }

        // One JPEG segment holds so much; a packet that would no longer fit stays as it is rather than being lost.
        var stamped = XmpPacket.Stamp(own, stamp);
        return source.Format == PictureFormat.Jpeg && stamped.Length > JpegWriter.LargestXmp ? own : stamped;
    }

    /// <summary>A picture that was coloured can't keep the profile of the grey one; without a profile it counts as sRGB.</summary>
    private static bool IsGreyProfileOfColour(Image image, PictureHeader source) =>
        image.Bands >= 3 && source.Image.Get(Profile) is byte[] profile && profile.Length > 20 && profile.AsSpan(16, 4).SequenceEqual("GRAY"u8);

    // Pixels per millimetre. Damaged headers hold numbers that libvips would not take.
    private static double? Density(double value) => value is > 0 and < 1e6 ? value : null;
}
