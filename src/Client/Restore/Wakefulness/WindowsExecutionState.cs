using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace BirD.Client.Restore.Wakefulness;

/// <summary>SetThreadExecutionState of winbase.h.</summary>
[SupportedOSPlatform("windows")]
internal static partial class WindowsExecutionState
{
    private const uint Continuous = 0x80000000;
    private const uint SystemRequired = 0x00000001;

    public static void StayAwake() => _ = SetThreadExecutionState(Continuous | SystemRequired);

    public static void Release() => _ = SetThreadExecutionState(Continuous);

    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [LibraryImport("kernel32")]
    private static partial uint SetThreadExecutionState(uint flags);
}
