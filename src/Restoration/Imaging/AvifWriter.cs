using NetVips;

namespace BirD.Restoration.Imaging;

/// <summary>Writes an AVIF of the source's depth in full colour resolution.</summary>
/// <remarks>Here EXIF goes through libvips, which writes it anew: the fields are the source's, their bytes may not be.</remarks>
internal static class AvifWriter
{
    private const int Quality = 95;

    public static byte[] Write(Image image, PictureHeader source, byte[]? exif)
    {
        using var described = exif is null
            ? image.Copy()
            : image.Mutate(target => target.Set(GValue.BlobType, "exif-data", (byte[])[.. "Exif\0\0"u8, .. exif]));
        return described.HeifsaveBuffer(
            q: Quality,
            bitdepth: source.Image.Contains("bits-per-sample") && source.Image.Get("bits-per-sample") is 10 or 12 ? (int)source.Image.Get("bits-per-sample") : 8,
            compression: Enums.ForeignHeifCompression.Av1,
            subsampleMode: Enums.ForeignSubsample.Off,
            keep: exif is null ? MetadataCopy.Keep : Enums.ForeignKeep.All);
    }
}
