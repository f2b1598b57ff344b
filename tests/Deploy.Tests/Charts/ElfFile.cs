using System.Buffers.Binary;
using System.Text;

namespace BirD.Deploy.Tests.Charts;

/// <summary>Which libraries a 64-bit little-endian ELF file needs: the DT_NEEDED entries of its dynamic section (System V ABI, chapter 5).</summary>
internal static class ElfFile
{
    private const uint Dynamic = 6;
    private const int SectionHeaderSize = 64, EntrySize = 16;
    private const long End = 0, Needed = 1;

    public static IReadOnlyList<string> NeededBy(string path)
    {
        using var file = File.OpenRead(path);
        var header = Read(file, 0, 64);
        Encoding.ASCII.GetString(header, 1, 3).ShouldBe("ELF");
        var sections = Enumerable.Range(0, BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(60)))
            .Select(n => Read(file, Long(header, 40) + ((long)n * SectionHeaderSize), SectionHeaderSize)).ToList();
        var dynamic = sections.Single(section => BinaryPrimitives.ReadUInt32LittleEndian(section.AsSpan(4)) == Dynamic);
        var names = sections[(int)BinaryPrimitives.ReadUInt32LittleEndian(dynamic.AsSpan(40))];
        var entries = Read(file, Long(dynamic, 24), (int)Long(dynamic, 32));
        return [.. Enumerable.Range(0, entries.Length / EntrySize).Select(n => (Tag: Long(entries, n * EntrySize), Value: Long(entries, (n * EntrySize) + 8)))
            .TakeWhile(entry => entry.Tag != End).Where(entry => entry.Tag == Needed)
            .Select(entry => Name(Read(file, Long(names, 24) + entry.Value, 128)))];
    }

    private static long Long(byte[] bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at));

    private static string Name(byte[] bytes) => Encoding.ASCII.GetString(bytes, 0, Array.IndexOf(bytes, (byte)0));

    private static byte[] Read(FileStream file, long at, int count)
    {
        var bytes = new byte[count];
        file.Position = at;
        file.ReadAtLeast(bytes, count, throwOnEndOfStream: false);
        return bytes;
    }
}
