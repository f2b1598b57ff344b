namespace BirD.Restoration.Imaging.Tiff;

/// <summary>The fields of one page, and the EXIF and GPS directories below it.</summary>
internal sealed class TiffDirectory
{
    private readonly SortedDictionary<ushort, TiffEntry> entries = [];

    /// <summary>Fields by ascending tag, as a file wants them; without the pointers to <see cref="Children"/>.</summary>
    public IEnumerable<TiffEntry> Entries => entries.Values;

    public SortedDictionary<ushort, TiffDirectory> Children { get; } = [];

    public TiffEntry? this[ushort tag] => entries.TryGetValue(tag, out var entry) ? entry : null;

    public ulong Number(ushort tag, ulong standard = 0) => this[tag]?.Number() ?? standard;

    public void Set(TiffEntry entry) => entries[entry.Tag] = entry;

    public void Remove(ushort tag) => entries.Remove(tag);

    /// <summary>Lets two fields change sides, as the two directions of a turned picture do.</summary>
    public void Swap(ushort first, ushort second)
    {
        var (a, b) = (this[first], this[second]);
        entries.Remove(first);
        entries.Remove(second);
        if (a is { } x)
        {
            Set(x with { Tag = second });
        }

        if (b is { } y)
        {
            Set(y with { Tag = first });
        }
    }
}
