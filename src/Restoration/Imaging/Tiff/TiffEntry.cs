using System.Buffers.Binary;

namespace BirD.Restoration.Imaging.Tiff;

/// <summary>One field of a TIFF directory; its value stays where it lies in the file until it is asked for.</summary>
/// <param name="Tag">What it is about.</param>
/// <param name="Type">TIFF 6.0 and BigTIFF data type, 1 to 18.</param>
/// <param name="Count">Number of values.</param>
/// <param name="Raw">The values in the byte order of their file.</param>
/// <param name="LittleEndian">That byte order.</param>
internal readonly record struct TiffEntry(ushort Tag, ushort Type, ulong Count, ReadOnlyMemory<byte> Raw, bool LittleEndian)
{
    public const ushort Byte = 1;
    public const ushort Short = 3;
    public const ushort Long = 4;
    public const ushort Undefined = 7;
    public const ushort Directory = 13;
    public const ushort Long8 = 16;

    /// <summary>Bytes of one value of a type; 0 for types that the standard doesn't know.</summary>
    public static int SizeOf(ushort type) => type switch
    {
        1 or 2 or 6 or 7 => 1,
        3 or 8 => 2,
        4 or 9 or 11 or 13 => 4,
        5 or 10 or 12 or 16 or 17 or 18 => 8,
        _ => 0,
    };

    public static TiffEntry Of(ushort tag, ushort type, ReadOnlyMemory<byte> littleEndian) =>
        new(tag, type, (ulong)(littleEndian.Length / SizeOf(type)), littleEndian, true);

    public static TiffEntry OfShort(ushort tag, ushort value)
    {
        var raw = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(raw, value);
        return Of(tag, Short, raw);
    }

    /// <summary>The value at an index, for the integer types; 0 for others and beyond the end.</summary>
    public ulong Number(int index = 0)
    {
        var size = SizeOf(Type);
        if ((ulong)index >= Count)
        {
            return 0;
        }

        var at = Raw.Span.Slice(index * size, size);
        return (size, LittleEndian) switch
        {
            (1, _) => at[0],
            (2, true) => BinaryPrimitives.ReadUInt16LittleEndian(at),
            (2, false) => BinaryPrimitives.ReadUInt16BigEndian(at),
            (4, true) => BinaryPrimitives.ReadUInt32LittleEndian(at),
            (4, false) => BinaryPrimitives.ReadUInt32BigEndian(at),
            (8, true) => BinaryPrimitives.ReadUInt64LittleEndian(at),
            _ => BinaryPrimitives.ReadUInt64BigEndian(at),
        };
    }

    /// <summary>The values in little-endian order, which is what results are written in.</summary>
    public ReadOnlyMemory<byte> ToLittleEndian()
    {
        // Rationals are pairs of four-byte numbers. IPTC records are bytes whatever type they are filed under.
        var unit = Type is 5 or 10 ? 4 : SizeOf(Type);
        if (LittleEndian || unit == 1 || Tag == TiffTags.Iptc)
        {
            return Raw;
        }

        var swapped = Raw.ToArray();
        for (var at = 0; at + unit <= swapped.Length; at += unit)
        {
            swapped.AsSpan(at, unit).Reverse();
        }

        return swapped;
    }
}
