using System.Buffers.Binary;
using BirD.Restoration.Imaging.Faults;

namespace BirD.Restoration.Imaging;

/// <summary>Tells the format by content, because extensions lie and the bytes do not.</summary>
internal static class FormatSniffer
{
    private const int LookAhead = 4096;

    // Kinds people do have in their folders: naming them, and the way on, beats "unknown format".
    private static readonly (int Offset, byte[] Signature, string Name, string Remedy)[] Foreign =
    [
        (0, "GIF8"u8.ToArray(), "GIF", "ffmpeg -i FILE frame-%04d.png"),
        (0, "BM"u8.ToArray(), "BMP", "magick FILE picture.png"),
        (0, "8BPS"u8.ToArray(), "Photoshop", "magick FILE[0] picture.tif"),
        (0, "%PDF"u8.ToArray(), "PDF", "pdfimages -tiff FILE page"),
        (0, [0x76, 0x2F, 0x31, 0x01], "OpenEXR", "oiiotool FILE --colorconvert linear sRGB -d uint16 -o frame.tif"),
        (0, "SDPX"u8.ToArray(), "DPX", "ffmpeg -i FILE -pix_fmt rgb48le frame.tif"),
        (0, "XPDS"u8.ToArray(), "DPX", "ffmpeg -i FILE -pix_fmt rgb48le frame.tif"),
        (0, [0x80, 0x2A, 0x5F, 0xD7], "Cineon", "ffmpeg -i FILE -pix_fmt rgb48le frame.tif"),
        (0, [0xFF, 0x0A], "JPEG XL", "djxl FILE picture.png"),
        (4, "JXL "u8.ToArray(), "JPEG XL", "djxl FILE picture.png"),
        (4, "jP  "u8.ToArray(), "JPEG 2000", "opj_decompress -i FILE -o picture.tif"),
        (0, [0xFF, 0x4F, 0xFF, 0x51], "JPEG 2000", "opj_decompress -i FILE -o picture.tif"),
        (4, "ftyphei"u8.ToArray(), "HEIC", "heif-convert FILE picture.png"),
        (4, "ftyphev"u8.ToArray(), "HEIC", "heif-convert FILE picture.png"),
        (4, "ftypmif1"u8.ToArray(), "HEIF", "heif-convert FILE picture.png"),
        (4, "ftypcrx"u8.ToArray(), "camera raw", "dcraw -T -6 -w FILE"),
        (0, "FUJIFILM"u8.ToArray(), "camera raw", "dcraw -T -6 -w FILE"),
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

        if (IsAvif(bytes))
        {
            return PictureFormat.Avif;
        }

        throw Refusal(bytes);
    }

    // HEIF is a box that may hold either codec; the list of brands in its first box says which.
    private static bool IsAvif(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 16 || !bytes[4..].StartsWith("ftyp"u8))
        {
            return false;
        }

        var length = (int)Math.Clamp(BinaryPrimitives.ReadUInt32BigEndian(bytes), 16, (uint)Math.Min(bytes.Length, LookAhead));
        for (var at = 8; at + 4 <= length; at += 4)
        {
            if (bytes[at..].StartsWith("avif"u8))
            {
                return true;
            }
        }

        return false;
    }

    private static PictureException Refusal(ReadOnlySpan<byte> bytes)
    {
        foreach (var (offset, signature, name, remedy) in Foreign)
        {
            if (bytes.Length > offset && bytes[offset..].StartsWith(signature))
            {
                return new PictureException(
                    PictureFault.Unsupported,
                    $"{name} files are not read here. Convert the picture to TIFF or PNG first, for example: {remedy}");
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
                : "The content is no picture that is read here (JPEG, PNG, TIFF, WebP and AVIF are).");
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
