using BirD.Restoration.Imaging.Faults;

namespace BirD.Restoration.Imaging.Tiff;

/// <summary>The directories of a TIFF: classic or BigTIFF, either byte order.</summary>
/// <remarks>
/// libvips reads the pixels and loses most of the rest; this reads the rest. A field that lies outside the file is taken as
/// absent, because no program can show it either.
/// </remarks>
internal sealed class TiffFile
{
    // More directories than any scanner writes, and the depth of page, EXIF, interoperability.
    private const int MostDirectories = 100_000;
    private const int MostEntries = 4096;
    private const int Deepest = 3;

    private readonly ReadOnlyMemory<byte> bytes;
    private readonly bool littleEndian;

    private TiffFile(ReadOnlyMemory<byte> bytes)
    {
        this.bytes = bytes;
        littleEndian = bytes.Span[0] == (byte)'I';
        IsBig = Number(2, 2) == 43;
        Pages = ReadChain();
    }

    public bool IsBig { get; }

    /// <summary>Every directory of the file's main chain, previews included.</summary>
    public IReadOnlyList<TiffDirectory> Pages { get; }

    /// <exception cref="PictureException">Truncated: the first directory lies outside the file.</exception>
    public static TiffFile Read(ReadOnlyMemory<byte> bytes) => new(bytes);

    public ReadOnlyMemory<byte> Block(ulong offset, ulong length) => IsInside(offset, length)
        ? bytes.Slice((int)offset, (int)length) : throw Outside();

    private List<TiffDirectory> ReadChain()
    {
        var pages = new List<TiffDirectory>();
        var seen = new HashSet<ulong>();
        for (var at = Number(IsBig ? 8UL : 4UL, IsBig ? 8 : 4); at != 0 && seen.Add(at) && seen.Count <= MostDirectories;)
        {
            if (ReadDirectory(at, 1) is not var (page, next))
            {
                break;
            }

            pages.Add(page);
            at = next;
        }

        return pages.Count > 0 ? pages : throw Outside();
    }

    private (TiffDirectory Directory, ulong Next)? ReadDirectory(ulong at, int depth)
    {
        var (head, size, pointer) = IsBig ? (8, 20UL, 8) : (2, 12UL, 4);
        if (!IsInside(at, (ulong)head))
        {
            return null;
        }

        var count = Number(at, head);
        if (count > MostEntries || !IsInside(at, (ulong)head + (count * size)))
        {
            return null;
        }

        var directory = new TiffDirectory();
        var budget = (ulong)bytes.Length;
        for (var entry = 0UL; entry < count; entry++)
        {
            Add(directory, at + (ulong)head + (entry * size), depth, ref budget);
        }

        var end = at + (ulong)head + (count * size);
        return (directory, IsInside(end, (ulong)pointer) ? Number(end, pointer) : 0);
    }

    private void Add(TiffDirectory directory, ulong at, int depth, ref ulong budget)
    {
        var (tag, type) = ((ushort)Number(at, 2), (ushort)Number(at + 2, 2));
        var count = Number(at + 4, IsBig ? 8 : 4);
        var inline = IsBig ? 8UL : 4UL;
        var value = at + (IsBig ? 12UL : 8UL);
        var length = (UInt128)count * (ulong)TiffEntry.SizeOf(type);

        // Many fields that all point at the same large block would multiply it: together they may hold one file's worth.
        if (length == 0 || length > budget)
        {
            return;
        }

        var place = length <= inline ? value : Number(value, (int)inline);
        if (!IsInside(place, (ulong)length))
        {
            return;
        }

        budget -= (ulong)length;
        var entry = new TiffEntry(tag, type, count, bytes.Slice((int)place, (int)length), littleEndian);
        if (!TiffTags.IsDirectory(tag))
        {
            directory.Set(entry);
        }
        else if (depth < Deepest && ReadDirectory(entry.Number(), depth + 1) is var (child, _))
        {
            directory.Children[tag] = child;
        }
    }

    private ulong Number(ulong at, int size) => IsInside(at, (ulong)size)
        ? new TiffEntry(0, size switch { 2 => TiffEntry.Short, 4 => TiffEntry.Long, _ => TiffEntry.Long8 }, 1, bytes.Slice((int)at, size), littleEndian).Number()
        : throw Outside();

    private bool IsInside(ulong at, ulong length) => at <= (ulong)bytes.Length && length <= (ulong)bytes.Length - at;

    private static PictureException Outside() => new(
        PictureFault.Truncated, "The TIFF's directory points outside the file: it is cut short or damaged.");
}
