using System.Globalization;
using Microsoft.ML.OnnxRuntime;

namespace BirD.Restoration.Priors.Onnx;

/// <summary>Tells a session which device to run on.</summary>
/// <remarks>Compiled and tested for what each does when its library is missing; not run on a GPU (docs/performance.md).</remarks>
internal static class ExecutionProviders
{
    /// <exception cref="OnnxRuntimeException">The provider, its library or its device is not there.</exception>
    public static void Append(SessionOptions settings, DeviceOptions device)
    {
        switch (device.Kind)
        {
            case DeviceKind.TensorRt:
                using (var options = new OrtTensorRTProviderOptions())
                {
                    options.UpdateOptions(new Dictionary<string, string> { ["device_id"] = Text(device.Index) });
                    settings.AppendExecutionProvider_Tensorrt(options);
                }

                AppendCuda(settings, device);
                break;
            case DeviceKind.Plugin:
                AppendPlugin(settings, device);
                break;
            default:
                AppendCuda(settings, device);
                break;
        }
    }

    private static void AppendCuda(SessionOptions settings, DeviceOptions device)
    {
        CudaLibraries.Load();
        DeviceArena.Share(device);
        using var cuda = new OrtCUDAProviderOptions();
        cuda.UpdateOptions(new Dictionary<string, string>
        {
            ["device_id"] = Text(device.Index),
            ["use_tf32"] = device.AllowTf32 || device.UsesTensorCores ? "1" : "0",
            // An exhaustive search times the kernels and so may pick another one in the next run.
            ["cudnn_conv_algo_search"] = "HEURISTIC",
            // By what is asked for, not by the next power of two: tiles are planned to fill the device's memory.
            ["arena_extend_strategy"] = "kSameAsRequested",
        });
        settings.AppendExecutionProvider_CUDA(cuda);
    }

    private static void AppendPlugin(SessionOptions settings, DeviceOptions device)
    {
        var (environment, name) = (OrtEnv.Instance(), Path.GetFileNameWithoutExtension(device.Library));
        if (Devices(environment, name).Count == 0)
        {
            environment.RegisterExecutionProviderLibrary(name, device.Library);
        }

        var devices = Devices(environment, name);
        if (device.Index >= devices.Count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(device), $"The library {device.Library} offers {devices.Count} devices; number {device.Index} is not among them.");
        }

        settings.AppendExecutionProvider(environment, [devices[device.Index]], new Dictionary<string, string>());
    }

    /// <summary>A registered library's devices carry the name that it was registered under.</summary>
    private static List<OrtEpDevice> Devices(OrtEnv environment, string name) => [.. environment.GetEpDevices().Where(
        device => device.EpMetadata.Entries.TryGetValue("library_path", out var path) && Path.GetFileNameWithoutExtension(path) == name)];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
