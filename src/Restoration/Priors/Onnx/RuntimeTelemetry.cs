using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace BirD.Restoration.Priors.Onnx;

/// <summary>
/// Keeps ONNX Runtime from telling its maker about runs. Version 1.31 for Linux carries a telemetry client: it looks up an event host
/// and keeps a device id and a database of events below the user's cache folder, unless ORT_DISABLE_TELEMETRY is 1 when it loads.
/// </summary>
/// <remarks>
/// The library reads the process's native environment, which .NET's own never reaches on Unix: hence setenv. It holds for whatever
/// program loads this assembly; programs call <see cref="Off"/> first of all, so that nothing loads the runtime before.
/// </remarks>
public static partial class RuntimeTelemetry
{
    /// <summary>Read by ONNX Runtime when its library loads.</summary>
    public const string Variable = "ORT_DISABLE_TELEMETRY";

    private const string Disabled = "1";

    /// <summary>Sets the variable for the native library and for processes that are started from here. Not to be called beside threads that read the environment.</summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "No program of ours, tests and benchmarks included, may forget it.")]
    public static void Off()
    {
        Environment.SetEnvironmentVariable(Variable, Disabled);
        if (!OperatingSystem.IsWindows())
        {
            _ = SetNative(Variable, Disabled, overwrite: 1);
        }
    }

    /// <summary>Windows has events of the system instead, which only the loaded library can turn off.</summary>
    internal static void OffOnWindows()
    {
        if (OperatingSystem.IsWindows())
        {
            OrtEnv.Instance().DisableTelemetryEvents();
        }
    }

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetNative(string name, string value, int overwrite);
}
