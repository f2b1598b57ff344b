namespace BirD.Restoration.Imaging;

/// <summary>File formats that are read and written.</summary>
internal enum PictureFormat
{
    Jpeg = 0,
    Png = 1,
    Tiff = 2,
    WebP = 3,
    Avif = 4,
}

internal static class PictureFormatNames
{
    /// <summary>The name used in <see cref="DecodedImage.Format"/>.</summary>
    public static string Name(this PictureFormat format) => format switch
    {
        PictureFormat.Jpeg => "jpeg",
        PictureFormat.Png => "png",
        PictureFormat.Tiff => "tiff",
        PictureFormat.Avif => "avif",
        _ => "webp",
    };
}
