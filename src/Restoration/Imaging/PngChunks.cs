using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace BirD.Restoration.Imaging;

/// <summary>PNG files as the list of chunks that they are.</summary>
internal static class PngChunks
{
    private const int SignatureLength = 8;
    private const int Overhead = 12; // length, type, checksum

    /// <summary>
    /// <paramref name="png"/> with the chunks that <paramref name="taken"/> picks (by type and, for text, keyword) taken out,
    /// and those that it picks of <paramref name="source"/> put behind the header instead, followed by
    /// <paramref name="addition"/>, a whole chunk or nothing. Chunks are copied with their checksums.
    /// </summary>
    public static byte[] Replace(
        ReadOnlySpan<byte> png, ReadOnlySpan<byte> source, Func<string, string, bool> taken, ReadOnlySpan<byte> addition = default)
    {
        using var result = new MemoryStream(png.Length + 256);
        result.Write(png[..SignatureLength]);
        var header = true;
        for (var rest = png[SignatureLength..]; Take(ref rest, out var chunk);)
        {
            if (!taken(Type(chunk), Keyword(chunk)))
            {
                result.Write(chunk);
            }

            if (header)
            {
                CopyFrom(source, taken, result);
                result.Write(addition);
                header = false;
            }
        }

        return result.ToArray();
    }

    public static bool IsText(string type) => type is "tEXt" or "zTXt" or "iTXt";

    /// <summary>A chunk with its length and checksum.</summary>
    public static byte[] Create(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        var chunk = new byte[Overhead + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        type.CopyTo(chunk.AsSpan(4));
        data.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(
            chunk.AsSpan(8 + data.Length), Crc32.HashToUInt32(chunk.AsSpan(4, 4 + data.Length)));
        return chunk;
    }

    /// <summary>The types of all chunks, in file order.</summary>
    public static IReadOnlyList<string> Types(ReadOnlySpan<byte> png)
    {
        var types = new List<string>();
        for (var rest = png[SignatureLength..]; Take(ref rest, out var chunk);)
        {
            types.Add(Type(chunk));
        }

        return types;
    }

    /// <summary>Frames that an animation's control chunk tells of; 1 where there is none.</summary>
    public static long Frames(ReadOnlySpan<byte> png)
    {
        for (var rest = png[SignatureLength..]; Take(ref rest, out var chunk) && Type(chunk) != "IDAT";)
        {
            if (Type(chunk) == "acTL" && chunk.Length >= Overhead + sizeof(uint))
            {
                return BinaryPrimitives.ReadUInt32BigEndian(chunk[8..]);
            }
        }

        return 1;
    }

    private static void CopyFrom(ReadOnlySpan<byte> source, Func<string, string, bool> taken, MemoryStream result)
    {
        for (var rest = source[SignatureLength..]; Take(ref rest, out var chunk);)
        {
            if (taken(Type(chunk), Keyword(chunk)))
            {
                result.Write(chunk);
            }
        }
    }

    private static string Type(ReadOnlySpan<byte> chunk) => Encoding.Latin1.GetString(chunk.Slice(4, 4));

    // Text begins with at most 79 Latin letters and a zero.
    private static string Keyword(ReadOnlySpan<byte> chunk)
    {
        var text = IsText(Type(chunk)) ? chunk[8..^4] : [];
        var end = text[..Math.Min(text.Length, 80)].IndexOf((byte)0);
        return end < 0 ? "" : Encoding.Latin1.GetString(text[..end]);
    }

    private static bool Take(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> chunk)
    {
        chunk = default;
        if (rest.Length < Overhead)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(rest) + (long)Overhead;
        if (length > rest.Length)
        {
            return false;
        }

        chunk = rest[..(int)length];
        rest = rest[(int)length..];
        return true;
    }
}
