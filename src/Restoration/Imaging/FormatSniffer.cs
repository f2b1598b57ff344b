namespace BirD.Restoration.Imaging;

/// <summary>Tells the format by content, because extensions lie and the bytes do not.</summary>
internal static class FormatSniffer
{
    private const int LookAhead = 4096;

    // Kinds people do have in their folders: naming them beats "unknown format". Offset, signature, name.
    private static readonly (int Offset, byte[] Signature, string Name)[] Foreign =
    [
        (0, "GIF8"u8.ToArray(), "GIF"),
        (0, "BM"u8.ToArray(), "BMP"),
        (0, "8BPS"u8.ToArray(), "Photoshop"),
        (0, "%PDF"u8.ToArray(), "PDF"),
        (0, [0x76, 0x2F, 0x31, 0x01], "OpenEXR"),
        (0, "SDPX"u8.ToArray(), "DPX"),
        (0, "XPDS"u8.ToArray(), "DPX"),
        (0, [0xFF, 0x0A], "JPEG XL"),
        (4, "JXL "u8.ToArray(), "JPEG XL"),
        (4, "jP  "u8.ToArray(), "JPEG 2000"),
        (0, [0xFF, 0x4F, 0xFF, 0x51], "JPEG 2000"),
        (4, "ftypavif"u8.ToArray(), "AVIF"),
        (4, "ftypheic"u8.ToArray(), "HEIC"),
        (4, "ftypmif1"u8.ToArray(), "HEIF"),
        (0, "FUJIFILM"u8.ToArray(), "camera raw"),
    ];

    /// <exception cref="PictureException">
    /// Unreadable: no picture at all. Unsupported: a picture format that is not read here.
    /// </exception>
    public static PictureFormat Sniff(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            throw new PictureException(PictureFault.Unreadable, "The file is empty (0 bytes).");
        }

        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
        {
            return PictureFormat.Jpeg;
        }

        if (bytes.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
        {
            return PictureFormat.Png;
        }

        if (TiffLayout.IsTiff(bytes))
        {
            return PictureFormat.Tiff;
        }

        if (bytes.Length >= 12 && bytes.StartsWith("RIFF"u8) && bytes[8..12].SequenceEqual("WEBP"u8))
        {
            return PictureFormat.WebP;
        }

        throw Refusal(bytes);
    }

    private static PictureException Refusal(ReadOnlySpan<byte> bytes)
    {
        foreach (var (offset, signature, name) in Foreign)
        {
            if (bytes.Length > offset && bytes[offset..].StartsWith(signature))
            {
                return new PictureException(
                    PictureFault.Unsupported,
                    $"{name} files are not read yet. Convert the picture to TIFF or PNG first.");
            }
        }

        var head = bytes[..Math.Min(bytes.Length, LookAhead)];
        if (!head.ContainsAnyExcept((byte)0))
        {
            return new PictureException(
                PictureFault.Unreadable,
                "The file holds only zero bytes, as an interrupted copy leaves them. Copy it again from its source.");
        }

        return new PictureException(
            PictureFault.Unreadable,
            LooksLikeText(head)
                ? "The content is text, not a picture, whatever the file's name says."
                : "The content is no picture that is read here (JPEG, PNG, TIFF and WebP are).");
    }

    private static bool LooksLikeText(ReadOnlySpan<byte> head)
    {
        foreach (var value in head)
        {
            if (value < 0x20 && value is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\f'))
            {
                return false;
            }
        }

        return true;
    }
}
