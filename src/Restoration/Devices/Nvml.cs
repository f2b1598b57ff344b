using System.Runtime.InteropServices;
using System.Text;

namespace BirD.Restoration.Devices;

/// <summary>Asks NVIDIA's management library, which comes with every driver, what devices there are and how busy they are.</summary>
/// <remarks>Read-only, thread-safe, and independent of CUDA: it also answers where CUDA can't be loaded. Reference: NVML API, "Device Queries".</remarks>
public static unsafe class Nvml
{
    private const int NameLength = 96, VersionLength = 80, Success = 0;

    private static readonly Lazy<nint> Library = new(Open);

    /// <summary>The devices that this process may see; empty without a driver.</summary>
    public static IReadOnlyList<Gpu> Devices()
    {
        if (Library.Value == 0)
        {
            return [];
        }

        uint count = 0;
        if (((delegate* unmanaged<uint*, int>)Symbol("nvmlDeviceGetCount_v2"))(&count) != Success)
        {
            return [];
        }

        var devices = new List<Gpu>();
        for (var i = 0; i < count; i++)
        {
            if (Device(i) is { } device)
            {
                devices.Add(device);
            }
        }

        return devices;
    }

    /// <summary>One device; null without a driver, or where there is none of this number.</summary>
    public static Gpu? Device(int index)
    {
        nint handle;
        if (Library.Value == 0 || ((delegate* unmanaged<uint, nint*, int>)Symbol("nvmlDeviceGetHandleByIndex_v2"))((uint)index, &handle) != Success)
        {
            return null;
        }

        byte* name = stackalloc byte[NameLength], driver = stackalloc byte[VersionLength];
        int major, minor;
        MemoryUse memory;
        Utilisation busy;
        if (((delegate* unmanaged<nint, byte*, uint, int>)Symbol("nvmlDeviceGetName"))(handle, name, NameLength) != Success
            || ((delegate* unmanaged<byte*, uint, int>)Symbol("nvmlSystemGetDriverVersion"))(driver, VersionLength) != Success
            || ((delegate* unmanaged<nint, int*, int*, int>)Symbol("nvmlDeviceGetCudaComputeCapability"))(handle, &major, &minor) != Success
            || ((delegate* unmanaged<nint, MemoryUse*, int>)Symbol("nvmlDeviceGetMemoryInfo"))(handle, &memory) != Success)
        {
            return null;
        }

        var said = ((delegate* unmanaged<nint, Utilisation*, int>)Symbol("nvmlDeviceGetUtilizationRates"))(handle, &busy) == Success;
        return new Gpu(index, Text(name), new Version(major, minor), Text(driver), (long)memory.Total, (long)memory.Used, said ? busy.Gpu / 100.0 : null);
    }

    private static nint Open()
    {
        foreach (var name in OperatingSystem.IsWindows() ? (string[])["nvml.dll"] : ["libnvidia-ml.so.1"])
        {
            if (NativeLibrary.TryLoad(name, out var library)
                && NativeLibrary.TryGetExport(library, "nvmlInit_v2", out var init) && ((delegate* unmanaged<int>)init)() == Success)
            {
                return library;
            }
        }

        return 0;
    }

    private static nint Symbol(string name) => NativeLibrary.GetExport(Library.Value, name);

    private static string Text(byte* bytes) => Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(bytes));

    [StructLayout(LayoutKind.Sequential)]
    private struct MemoryUse
    {
        public ulong Total;
        public ulong Free;
        public ulong Used;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Utilisation
    {
        public uint Gpu;
        public uint Memory;
    }
}
