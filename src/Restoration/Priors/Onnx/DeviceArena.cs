using System.Globalization;
using Microsoft.ML.OnnxRuntime;

namespace BirD.Restoration.Priors.Onnx;

/// <summary>One pool of a device's memory for all sessions of this process, with a limit; without a limit each session has its own.</summary>
internal static class DeviceArena
{
    private const string Provider = "CUDAExecutionProvider";

    private static readonly Lock Gate = new();
    private static readonly HashSet<int> Shared = [];

    /// <exception cref="OnnxRuntimeException">The device isn't there.</exception>
    public static void Share(DeviceOptions device)
    {
        if (device.MemoryBytes is not { } limit)
        {
            return;
        }

        lock (Gate)
        {
            if (!Shared.Contains(device.Index))
            {
                using var place = new OrtMemoryInfo("Cuda", OrtAllocatorType.DeviceAllocator, device.Index, OrtMemType.Default);
                using var arena = new OrtArenaCfg(0, -1, -1, -1);
                OrtEnv.Instance().CreateAndRegisterAllocator(Provider, place, arena, new Dictionary<string, string>
                {
                    ["device_id"] = device.Index.ToString(CultureInfo.InvariantCulture),
                    ["gpu_mem_limit"] = limit.ToString(CultureInfo.InvariantCulture),
                    ["arena_extend_strategy"] = "kSameAsRequested",
                });
                Shared.Add(device.Index);
            }
        }
    }
}
