using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace BirD.Storage.Files;

/// <summary>Volume and file index of an opened handle; opened for neither reading nor writing, so no sharing is in the way.</summary>
internal static partial class WindowsFiles
{
    private const uint ShareAll = 7;
    private const uint OpenExisting = 3;

    /// <summary>FILE_FLAG_BACKUP_SEMANTICS: without it folders can't be opened.</summary>
    private const uint FoldersToo = 0x02000000;

    public static FileFacts Look(string path)
    {
        var kind = FileFacts.ByName(path).Kind;
        using var handle = CreateFile(path, 0, ShareAll, 0, OpenExisting, FoldersToo, 0);
        return !handle.IsInvalid && GetFileInformationByHandle(handle, out var found)
            ? new FileFacts(kind, new FileIdentity(found.Volume, ((ulong)found.IndexHigh << 32) | found.IndexLow))
            : new FileFacts(kind, null);
    }

    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [LibraryImport("kernel32", EntryPoint = "CreateFileW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    private static partial SafeFileHandle CreateFile(string path, uint access, uint share, nint security, uint creation, uint flags, nint template);

    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetFileInformationByHandle(SafeFileHandle handle, out Record found);

    /// <summary>BY_HANDLE_FILE_INFORMATION of fileapi.h, the fields that are used.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 52)]
    private struct Record
    {
        [FieldOffset(28)]
        public uint Volume;

        [FieldOffset(44)]
        public uint IndexHigh;

        [FieldOffset(48)]
        public uint IndexLow;
    }
}
