using System.Buffers.Binary;

namespace BirD.Restoration.Imaging;

/// <summary>
/// The EXIF block of a source, changed only where the result differs: upright, no thumbnail. Everything else, maker
/// notes included, stays byte for byte, which no library that parses and rewrites the block can promise.
/// </summary>
internal static class ExifBlock
{
    private const ushort Orientation = 0x0112;
    private const ushort XResolution = 0x011A;
    private const ushort YResolution = 0x011B;
    private const ushort ExifDirectory = 0x8769;
    private const ushort PixelWidth = 0xA002;
    private const ushort PixelHeight = 0xA003;
    private const int EntryLength = 12;
    private const ushort ShortType = 3;
    private const ushort LongType = 4;

    /// <summary>The block for the result, beginning with its byte order mark; null when the source has none.</summary>
    /// <param name="source">The source.</param>
    /// <param name="width">Columns of the result.</param>
    /// <param name="height">Rows of the result.</param>
    public static byte[]? For(PictureHeader source, int width, int height)
    {
        if (!source.Image.Contains("exif-data"))
        {
            return null;
        }

        ReadOnlySpan<byte> data = (byte[])source.Image.Get("exif-data");
        var block = (data.StartsWith("Exif\0\0"u8) ? data[6..] : data).ToArray();
        if (TiffLayout.IsTiff(block))
        {
            Adapt(new Directory(block), turned: source.Orientation >= 5);
            Resize(new Directory(block), source, width, height);
        }

        return block;
    }

    /// <summary>A result of another size says so; the numbers of one that kept its size are not touched, right or wrong.</summary>
    private static void Resize(Directory first, PictureHeader source, int width, int height)
    {
        if (width * height == source.Image.Width * source.Image.Height || first.Find(ExifDirectory) is not { IsEmpty: false } pointer)
        {
            return;
        }

        var exif = first.At(pointer[8..]);
        exif.WriteNumber(exif.Find(PixelWidth), width);
        exif.WriteNumber(exif.Find(PixelHeight), height);
    }

    private static void Adapt(Directory first, bool turned)
    {
        if (first.Find(Orientation) is { IsEmpty: false } orientation)
        {
            first.WriteUInt16(orientation[8..], 1);
        }

        // The second directory is the thumbnail's; it would show the picture before restoration.
        if (first.Next is { IsEmpty: false } next)
        {
            next.Clear();
        }

        if (turned)
        {
            Swap(first.Find(XResolution), first.Find(YResolution));
            if (first.Find(ExifDirectory) is { IsEmpty: false } pointer)
            {
                var exif = first.At(pointer[8..]);
                Swap(exif.Find(PixelWidth), exif.Find(PixelHeight));
            }
        }
    }

    // Type, count and value (or its place) change sides; the tags stay.
    private static void Swap(Span<byte> a, Span<byte> b)
    {
        if (!a.IsEmpty && !b.IsEmpty)
        {
            var kept = a[2..].ToArray();
            b[2..].CopyTo(a[2..]);
            kept.CopyTo(b[2..]);
        }
    }

    /// <summary>A directory within the block. What lies outside the block is taken as absent: it can't be shown either.</summary>
    private readonly ref struct Directory
    {
        private readonly Span<byte> _block;
        private readonly bool _littleEndian;
        private readonly long _start;
        private readonly int _count;

        public Directory(Span<byte> block)
            : this(block, block[0] == (byte)'I', block.Length < 8 ? [] : block[4..8])
        {
        }

        private Directory(Span<byte> block, bool littleEndian, ReadOnlySpan<byte> pointer)
        {
            _block = block;
            _littleEndian = littleEndian;
            _start = pointer.IsEmpty ? block.Length : UInt32(pointer);
            _count = _start + 2 <= block.Length ? UInt16(block[(int)_start..]) : 0;
        }

        /// <summary>The four bytes that point to the following directory; empty when there are none.</summary>
        public Span<byte> Next => Slice(_start + 2 + ((long)_count * EntryLength), 4);

        public Directory At(ReadOnlySpan<byte> pointer) => new(_block, _littleEndian, pointer[..4]);

        /// <summary>The twelve bytes of an entry; empty when there is none.</summary>
        public Span<byte> Find(ushort tag)
        {
            for (var i = 0; i < _count; i++)
            {
                var entry = Slice(_start + 2 + ((long)i * EntryLength), EntryLength);
                if (entry.IsEmpty || UInt16(entry) == tag)
                {
                    return entry;
                }
            }

            return [];
        }

        /// <summary>Sets the single value of an entry of type SHORT or LONG; leaves an absent one absent.</summary>
        public void WriteNumber(Span<byte> entry, int value)
        {
            if (entry.IsEmpty)
            {
                return;
            }

            if (UInt16(entry[2..]) == ShortType && value <= ushort.MaxValue)
            {
                WriteUInt16(entry[8..], (ushort)value);
            }
            else
            {
                WriteUInt16(entry[2..], LongType);
                BinaryPrimitives.WriteInt32LittleEndian(entry[8..], _littleEndian ? value : BinaryPrimitives.ReverseEndianness(value));
            }
        }

        public void WriteUInt16(Span<byte> target, ushort value) =>
            BinaryPrimitives.WriteUInt16LittleEndian(
                target, _littleEndian ? value : BinaryPrimitives.ReverseEndianness(value));

        private Span<byte> Slice(long start, int length) =>
            start + length <= _block.Length ? _block.Slice((int)start, length) : [];

        private ushort UInt16(ReadOnlySpan<byte> at) => _littleEndian
            ? BinaryPrimitives.ReadUInt16LittleEndian(at) : BinaryPrimitives.ReadUInt16BigEndian(at);

        private uint UInt32(ReadOnlySpan<byte> at) => _littleEndian
            ? BinaryPrimitives.ReadUInt32LittleEndian(at) : BinaryPrimitives.ReadUInt32BigEndian(at);
    }
}
