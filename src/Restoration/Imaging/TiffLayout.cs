using System.Buffers.Binary;

namespace BirD.Restoration.Imaging;

/// <summary>How a TIFF stores its first page; libvips does not report it, and the result is stored alike.</summary>
/// <param name="BigTiff">64-bit offsets.</param>
/// <param name="Compression">Value of tag 259 (1 none, 5 LZW, 8 Deflate, 32773 PackBits, ...).</param>
/// <param name="Predictor">Value of tag 317 (1 none, 2 horizontal differences).</param>
/// <param name="TileWidth">Pixels, 0 when stored in strips.</param>
/// <param name="TileHeight">Pixels, 0 when stored in strips.</param>
internal readonly record struct TiffLayout(bool BigTiff, int Compression, int Predictor, int TileWidth, int TileHeight)
{
    private const int CompressionTag = 259;
    private const int PredictorTag = 317;
    private const int TileWidthTag = 322;
    private const int TileHeightTag = 323;
    private const int ShortType = 3;

    public static bool IsTiff(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 4
        && (bytes.StartsWith("II"u8) ? bytes[2] is 42 or 43 && bytes[3] == 0
            : bytes.StartsWith("MM"u8) && bytes[2] == 0 && bytes[3] is 42 or 43);

    /// <summary>Reads the first directory of a TIFF (classic or BigTIFF, either byte order).</summary>
    /// <exception cref="PictureException">Truncated: the directory lies outside the bytes.</exception>
    public static TiffLayout Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new Reader(bytes, bytes[0] == (byte)'I');
        var big = reader.UInt16(2) == 43;
        var directory = big ? reader.UInt64(8) : reader.UInt32(4);
        var count = big ? reader.UInt64(directory) : reader.UInt16(directory);
        var first = directory + (big ? 8UL : 2UL);
        var size = big ? 20UL : 12UL;

        var layout = new TiffLayout(big, Compression: 1, Predictor: 1, TileWidth: 0, TileHeight: 0);
        for (ulong entry = 0; entry < count; entry++)
        {
            var at = first + (entry * size);
            var tag = reader.UInt16(at);
            if (tag > TileHeightTag)
            {
                break; // entries are sorted by tag
            }

            // These four tags have one value, SHORT or LONG, which lies in the entry itself.
            var value = at + (big ? 12UL : 8UL);
            var number = reader.UInt16(at + 2) == ShortType ? reader.UInt16(value) : (int)reader.UInt32(value);
            layout = tag switch
            {
                CompressionTag => layout with { Compression = number },
                PredictorTag => layout with { Predictor = number },
                TileWidthTag => layout with { TileWidth = number },
                TileHeightTag => layout with { TileHeight = number },
                _ => layout,
            };
        }

        return layout;
    }

    private readonly ref struct Reader(ReadOnlySpan<byte> bytes, bool littleEndian)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;

        public ushort UInt16(ulong at) => littleEndian
            ? BinaryPrimitives.ReadUInt16LittleEndian(At(at, 2)) : BinaryPrimitives.ReadUInt16BigEndian(At(at, 2));

        public uint UInt32(ulong at) => littleEndian
            ? BinaryPrimitives.ReadUInt32LittleEndian(At(at, 4)) : BinaryPrimitives.ReadUInt32BigEndian(At(at, 4));

        public ulong UInt64(ulong at) => littleEndian
            ? BinaryPrimitives.ReadUInt64LittleEndian(At(at, 8)) : BinaryPrimitives.ReadUInt64BigEndian(At(at, 8));

        private ReadOnlySpan<byte> At(ulong at, ulong length) =>
            at <= (ulong)_bytes.Length && length <= (ulong)_bytes.Length - at
                ? _bytes.Slice((int)at, (int)length)
                : throw new PictureException(
                    PictureFault.Truncated, "The TIFF's directory points outside the file: it is cut short or damaged.");
    }
}
