using System.Globalization;
using BirD.Restoration.Devices;
using BirD.Restoration.Priors.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace BirD.Client.Doctor;

/// <summary>What a GPU build needs of the machine: devices that its driver shows, and the libraries of CUDA.</summary>
internal static class GpuChecks
{
    private const long Gigabyte = 1_000_000_000;

    /// <summary>Whether this build can use a GPU at all.</summary>
    public static bool IsGpuBuild => OrtEnv.Instance().GetAvailableProviders().Contains("CUDAExecutionProvider");

    /// <param name="wanted">Whether the user named such a device, so that its lack is a failure.</param>
    public static IEnumerable<Finding> Run(bool wanted)
    {
        var devices = Nvml.Devices();
        foreach (var device in devices)
        {
            var detail = string.Create(CultureInfo.InvariantCulture,
                $"{device.Index}: {device.Name}, compute capability {device.ComputeCapability}, driver {device.Driver}, {(double)(device.MemoryTotal - device.MemoryUsed) / Gigabyte:0.0} of {(double)device.MemoryTotal / Gigabyte:0.0} GB free");
            yield return device.Obstacle is { } obstacle
                ? new Finding("gpu", Bad(wanted), detail, $"bird can't use it: {obstacle}. See docs/performance.md, Devices.")
                : new Finding("gpu", Finding.Ok, detail);
        }

        if (devices.Count == 0)
        {
            yield return new Finding("gpu", wanted ? Finding.Fail : Finding.Ok, "no NVIDIA driver, or none that shows a device",
                wanted ? "Install the driver (branch R580 or newer) and look at 'nvidia-smi'; in a container, pass the device in." : null);
        }

        if (!IsGpuBuild)
        {
            if (devices.Count > 0)
            {
                yield return new Finding("build", Bad(wanted), "this build is for CPUs only, and the machine has a GPU", "Start it as BIRD_ORT=gpu ./bird, which builds the other flavour once.");
            }

            yield break;
        }

        var libraries = CudaLibraries.Load();
        var missing = libraries.Where(library => library.Path is null).Select(library => library.Library).ToList();
        yield return missing.Count == 0
            ? new Finding("cuda-lib", Finding.Ok, string.Join(", ", libraries.Select(library => library.Path)))
            : new Finding("cuda-lib", Bad(wanted),
                $"found: {Names(libraries.Where(library => library.Path is not null).Select(library => library.Library.File))}; missing: {Names(missing.Select(library => library.File))}",
                $"Install {Names(missing.Select(library => library.From).Distinct())}, or name the toolkit's folder in CUDA_PATH.");
    }

    private static string Bad(bool wanted) => wanted ? Finding.Fail : Finding.Warn;

    private static string Names(IEnumerable<string> names) => string.Join(", ", names) is { Length: > 0 } list ? list : "none";
}
