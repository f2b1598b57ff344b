using System.Buffers.Binary;
using System.Runtime.InteropServices;
using BirD.Restoration.Imaging.Faults;
using BirD.Restoration.Imaging.Tiff;

namespace BirD.Restoration.Imaging;

/// <summary>What libvips and libtiff don't take though every viewer does: put right in a copy, or named for what it is.</summary>
internal static class TiffPreparation
{
    private const ushort Compression = 259;
    private const ushort Photometric = 262;

    /// <summary>The file as it is, or a copy that decodes: orientations of 0 or 9 are upright, odd depths become 16 bit.</summary>
    /// <param name="bytes">Any file; only TIFFs are looked at.</param>
    /// <param name="mostPixels">Larger ones are refused.</param>
    /// <exception cref="PictureException">Truncated or TooLarge.</exception>
    public static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> bytes, long mostPixels = long.MaxValue)
    {
        if (!TiffLayout.IsTiff(bytes.Span))
        {
            return bytes;
        }

        var upright = Upright(bytes);
        var file = TiffFile.Read(upright);
        return file.Pages.Count == 1 && TiffWidening.Applies(file.Pages[0]) ? TiffWidening.Widen(file, mostPixels) : upright;
    }

    /// <summary>What the user should know about a page that was put right; nothing for others.</summary>
    public static IEnumerable<string> Notes(ReadOnlyMemory<byte> bytes)
    {
        if (TiffLayout.IsTiff(bytes.Span) && TiffFile.Read(bytes).Pages is [var page] && TiffWidening.Applies(page))
        {
            yield return $"The original has {TiffWidening.BitsOf(page)} bits per sample; the result has 16, over the same range.";
        }
    }

    /// <summary>What a page is that could not be decoded, with the way on; null when it is nothing in particular.</summary>
    public static PictureException? Explain(ReadOnlyMemory<byte> bytes, int directory)
    {
        if (!TiffLayout.IsTiff(bytes.Span) || TiffFile.Read(bytes).Pages.ElementAtOrDefault(directory) is not { } page)
        {
            return null;
        }

        var stored = page.Number(Compression, 1) switch
        {
            50000 => "ZSTD",
            50001 => "WebP",
            50002 => "JPEG XL",
            34712 or 33003 or 33005 => "JPEG 2000",
            34925 => "LZMA",
            34887 => "LERC",
            34661 => "JBIG",
            _ => null,
        };
        if (stored is not null)
        {
            return Unsupported($"The TIFF is compressed with {stored}, which is not read here. Store it with another compression first, for example: tiffcp -c zip FILE picture.tif");
        }

        if (page.Number(Photometric) is 8 or 9 or 10)
        {
            return Unsupported("The TIFF's colours are CIELab, which is not read here. Convert it to RGB first, for example: magick FILE -colorspace sRGB picture.tif");
        }

        return !TiffWidening.Applies(page) && TiffWidening.BitsOf(page) is not (1 or 2 or 4 or 8 or 16) and var bits
            ? Unsupported($"The TIFF has {(bits == 0 ? "samples of different sizes" : $"{bits} bits per sample")}, stored in a way that is not read here. Convert it to 16 bits first, for example: magick FILE -depth 16 picture.tif")
            : null;
    }

    private static PictureException Unsupported(string message) => new(PictureFault.Unsupported, message);

    private static ReadOnlyMemory<byte> Upright(ReadOnlyMemory<byte> bytes)
    {
        byte[]? copy = null;
        foreach (var page in TiffFile.Read(bytes).Pages)
        {
            if (page[TiffTags.Orientation] is { Type: TiffEntry.Short, Count: 1 } orientation && orientation.Number() is 0 or > 8
                && MemoryMarshal.TryGetArray(orientation.Raw, out var place) && MemoryMarshal.TryGetArray(bytes, out var whole))
            {
                copy ??= bytes.ToArray();
                var at = copy.AsSpan(place.Offset - whole.Offset, sizeof(ushort));
                if (orientation.LittleEndian)
                {
                    BinaryPrimitives.WriteUInt16LittleEndian(at, 1);
                }
                else
                {
                    BinaryPrimitives.WriteUInt16BigEndian(at, 1);
                }
            }
        }

        return copy ?? bytes;
    }
}
