using System.Runtime.InteropServices;

namespace BirD.Storage.Files;

/// <summary>stat(2) with 64-bit file numbers, whose symbol has another name on Intel.</summary>
internal static partial class MacFiles
{
    public static FileFacts Look(string path)
    {
        var answer = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? StatOnIntel(path, out var found) : Stat(path, out found);
        return answer == 0 ? new FileFacts(UnixModes.KindOf(found.Mode), new FileIdentity(found.Device, found.Node)) : default;
    }

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "stat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Stat(string path, out Record found);

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "stat$INODE64", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatOnIntel(string path, out Record found);

    /// <summary>struct stat of sys/stat.h (144 bytes), the fields that are used.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 144)]
    private struct Record
    {
        [FieldOffset(0)]
        public uint Device;

        [FieldOffset(4)]
        public ushort Mode;

        [FieldOffset(8)]
        public ulong Node;
    }
}
