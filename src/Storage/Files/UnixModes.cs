namespace BirD.Storage.Files;

/// <summary>The file type in st_mode, which is the same on every Unix (POSIX.1, sys/stat.h).</summary>
internal static class UnixModes
{
    private const int TypeMask = 0xF000;
    private const int Directory = 0x4000;
    private const int RegularFile = 0x8000;

    public static FileKind KindOf(ushort mode) => (mode & TypeMask) switch
    {
        RegularFile => FileKind.Regular,
        Directory => FileKind.Folder,
        _ => FileKind.Special,
    };
}
