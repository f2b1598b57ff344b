using System.Runtime.InteropServices;

namespace BirD.Client.Bench.Trees;

/// <summary>A second name for a file, which the framework can't give.</summary>
internal static partial class HardLink
{
    /// <summary>Where that can't be done, a copy takes its place: one case less is tried, and none is wrong.</summary>
    public static void Create(string existing, string path)
    {
        if (OperatingSystem.IsWindows() || Link(existing, path) != 0)
        {
            File.Copy(existing, path);
        }
    }

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string path);
}
