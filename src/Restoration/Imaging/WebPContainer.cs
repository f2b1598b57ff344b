using System.Buffers.Binary;

namespace BirD.Restoration.Imaging;

/// <summary>The chunks of a WebP file, as far as metadata need them.</summary>
internal static class WebPContainer
{
    private const int HeaderLength = 12; // "RIFF", length, "WEBP"
    private const int ChunkHeaderLength = 8;
    private const int FlagsOffset = HeaderLength + ChunkHeaderLength;
    private const byte AlphaFlag = 0x10;
    private const byte ExifFlag = 0x08;

    /// <summary>Whether the picture is in a VP8L chunk.</summary>
    public static bool IsLossless(ReadOnlySpan<byte> webp)
    {
        for (var rest = webp[HeaderLength..]; Take(ref rest, out var chunk);)
        {
            if (chunk.StartsWith("VP8L"u8))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary><paramref name="webp"/> with an EXIF chunk, and the extended header that one needs.</summary>
    public static byte[] WithExif(ReadOnlySpan<byte> webp, ReadOnlySpan<byte> exif, int width, int height, bool alpha)
    {
        using var result = new MemoryStream(webp.Length + exif.Length + 64);
        result.Write(webp[..HeaderLength]);
        var rest = webp[HeaderLength..];
        if (!rest.StartsWith("VP8X"u8))
        {
            Span<byte> extended = stackalloc byte[10];
            extended[0] = alpha ? AlphaFlag : (byte)0;
            BinaryPrimitives.WriteInt32LittleEndian(extended[4..], width - 1); // three bytes each
            BinaryPrimitives.WriteInt32LittleEndian(extended[6..], ((height - 1) << 8) | extended[6]);
            Append(result, "VP8X"u8, extended);
        }

        // EXIF comes behind the picture and before XMP.
        var pending = true;
        while (Take(ref rest, out var chunk))
        {
            if (pending && chunk.StartsWith("XMP "u8))
            {
                Append(result, "EXIF"u8, exif);
                pending = false;
            }

            result.Write(chunk);
        }

        if (pending)
        {
            Append(result, "EXIF"u8, exif);
        }

        var bytes = result.ToArray();
        bytes[FlagsOffset] |= ExifFlag;
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), bytes.Length - 8);
        return bytes;
    }

    private static void Append(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, data.Length);
        file.Write(type);
        file.Write(length);
        file.Write(data);
        if (data.Length % 2 == 1)
        {
            file.WriteByte(0);
        }
    }

    private static bool Take(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> chunk)
    {
        chunk = default;
        if (rest.Length < ChunkHeaderLength)
        {
            return false;
        }

        var length = ChunkHeaderLength + (long)BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
        length += length & 1;
        if (length > rest.Length)
        {
            return false;
        }

        chunk = rest[..(int)length];
        rest = rest[(int)length..];
        return true;
    }
}
