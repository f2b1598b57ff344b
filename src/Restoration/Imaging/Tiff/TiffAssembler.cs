using System.Buffers.Binary;

namespace BirD.Restoration.Imaging.Tiff;

/// <summary>Writes a TIFF of one or more pages: pixel blocks taken from finished files, directories given.</summary>
internal sealed class TiffAssembler(bool big) : IDisposable
{
    private readonly MemoryStream file = Begin(big);
    private long link = big ? 8 : 4;

    /// <summary>Appends a page.</summary>
    /// <param name="pixels">The file that holds its strips or tiles.</param>
    /// <param name="stored">The directory in that file.</param>
    /// <param name="page">The directory to write; its offsets are replaced.</param>
    public void Add(TiffFile pixels, TiffDirectory stored, TiffDirectory page)
    {
        var tiled = stored[TiffTags.TileOffsets] is not null;
        var (offsetTag, countTag) = tiled ? (TiffTags.TileOffsets, TiffTags.TileByteCounts) : (TiffTags.StripOffsets, TiffTags.StripByteCounts);
        var (offsets, counts) = (stored[offsetTag]!.Value, stored[countTag]!.Value);
        var moved = new byte[offsets.Count * (ulong)Pointer];
        for (var block = 0; (ulong)block < offsets.Count; block++)
        {
            Align();
            WritePointer(moved.AsSpan(block * Pointer), file.Position);
            file.Write(pixels.Block(offsets.Number(block), counts.Number(block)).Span);
        }

        page.Set(TiffEntry.Of(offsetTag, big ? TiffEntry.Long8 : TiffEntry.Long, moved));
        var (start, next) = Write(page);
        Patch(link, start);
        link = next;
    }

    public byte[] ToArray() => file.ToArray();

    public void Dispose() => file.Dispose();

    private int Pointer => big ? 8 : 4;

    private static MemoryStream Begin(bool big)
    {
        var stream = new MemoryStream();
        stream.Write(big ? [(byte)'I', (byte)'I', 43, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] : [(byte)'I', (byte)'I', 42, 0, 0, 0, 0, 0]);
        return stream;
    }

    /// <summary>Writes a directory, what it points to first; tells where it lies and where its link to the next one is.</summary>
    private (long Start, long Link) Write(TiffDirectory directory)
    {
        var fields = new SortedDictionary<ushort, (ushort Type, ulong Count, byte[] Inline)>();
        foreach (var entry in directory.Entries)
        {
            fields[entry.Tag] = (entry.Type, entry.Count, Place(entry.ToLittleEndian().Span));
        }

        foreach (var (tag, child) in directory.Children)
        {
            var pointer = new byte[Pointer];
            WritePointer(pointer, Write(child).Start);
            fields[tag] = (big ? TiffEntry.Long8 : TiffEntry.Long, 1, pointer);
        }

        Align();
        var start = file.Position;
        WriteNumber((ulong)fields.Count, big ? 8 : 2);
        foreach (var (tag, (type, count, inline)) in fields)
        {
            WriteNumber(tag, 2);
            WriteNumber(type, 2);
            WriteNumber(count, Pointer);
            file.Write(inline);
        }

        var next = file.Position;
        WriteNumber(0, Pointer);
        return (start, next);
    }

    /// <summary>What stands in the field itself: the value when it is short enough, else where it was put.</summary>
    private byte[] Place(ReadOnlySpan<byte> value)
    {
        var inline = new byte[Pointer];
        if (value.Length <= Pointer)
        {
            value.CopyTo(inline);
            return inline;
        }

        Align();
        WritePointer(inline, file.Position);
        file.Write(value);
        return inline;
    }

    // Word boundaries, as the standard asks.
    private void Align()
    {
        while (file.Position % 4 != 0)
        {
            file.WriteByte(0);
        }
    }

    private void Patch(long at, long value)
    {
        var pointer = new byte[Pointer];
        WritePointer(pointer, value);
        var end = file.Position;
        file.Position = at;
        file.Write(pointer);
        file.Position = end;
    }

    private void WritePointer(Span<byte> target, long value)
    {
        if (big)
        {
            BinaryPrimitives.WriteInt64LittleEndian(target, value);
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(target, checked((uint)value));
        }
    }

    private void WriteNumber(ulong value, int size)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        file.Write(bytes[..size]);
    }
}
