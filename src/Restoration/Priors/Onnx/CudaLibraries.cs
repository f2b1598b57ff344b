using System.Runtime.InteropServices;

namespace BirD.Restoration.Priors.Onnx;

/// <summary>A library that ONNX Runtime's CUDA provider can't do without.</summary>
/// <param name="File">The name by which the loader looks for it.</param>
/// <param name="From">What brings it.</param>
public sealed record CudaLibrary(string File, string From);

/// <summary>The libraries of CUDA 13 and cuDNN 9, wherever this machine has them.</summary>
/// <remarks>
/// What the provider of ONNX Runtime 1.31.0 names in its dynamic section, and libcudnn.so.9, which it opens when it first needs it. A library
/// that is already in the process satisfies whoever needs one of that name, so those outside the loader's path are loaded from where they
/// lie, once, before the provider is; nobody has to set LD_LIBRARY_PATH. Linux; on Windows the loader's path decides.
/// </remarks>
public static class CudaLibraries
{
    private const string Toolkit = "CUDA 13";

    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, string> Found = new(StringComparer.Ordinal);

    /// <summary>All of them, each behind those that it needs itself.</summary>
    public static IReadOnlyList<CudaLibrary> All { get; } =
    [
        new("libcuda.so.1", "the NVIDIA driver, branch R580 or newer; in a container, by passing the device in"),
        new("libcudart.so.13", Toolkit),
        new("libcublasLt.so.13", Toolkit),
        new("libcublas.so.13", Toolkit),
        new("libcurand.so.10", Toolkit),
        new("libcudnn.so.9", "cuDNN 9 for CUDA 13"),
    ];

    /// <summary>Loads those that there are.</summary>
    /// <returns>Each with the file it was loaded from, or the bare name where the loader found it by itself; null where it is missing.</returns>
    public static IReadOnlyList<(CudaLibrary Library, string? Path)> Load()
    {
        if (!OperatingSystem.IsLinux())
        {
            return [];
        }

        lock (Gate)
        {
            return [.. All.Select(library => (library, Load(library.File)))];
        }
    }

    /// <summary>Those that this machine doesn't have.</summary>
    public static IReadOnlyList<CudaLibrary> Missing() => [.. Load().Where(found => found.Path is null).Select(found => found.Library)];

    /// <summary>Folders outside the loader's path in which CUDA is commonly installed, the most explicit first.</summary>
    internal static IEnumerable<string> Folders()
    {
        foreach (var root in (string?[])[Environment.GetEnvironmentVariable("CUDA_PATH"), Environment.GetEnvironmentVariable("CUDA_HOME"), "/usr/local/cuda"])
        {
            foreach (var below in root is { Length: > 0 } ? (string[])["lib64", "lib", "targets/x86_64-linux/lib"] : [])
            {
                yield return Path.Combine(root!, below);
            }
        }

        // NVIDIA's packages for Python, in the environment that is active.
        foreach (var root in (string?[])[Environment.GetEnvironmentVariable("VIRTUAL_ENV"), Environment.GetEnvironmentVariable("CONDA_PREFIX")])
        {
            foreach (var python in root is { Length: > 0 } ? Below(Path.Combine(root, "lib"), "python3*") : [])
            {
                foreach (var part in Below(Path.Combine(python, "site-packages", "nvidia"), "*"))
                {
                    yield return Path.Combine(part, "lib");
                }
            }

            if (root is { Length: > 0 })
            {
                yield return Path.Combine(root, "lib");
            }
        }
    }

    private static string? Load(string file)
    {
        if (Found.TryGetValue(file, out var known))
        {
            return known;
        }

        foreach (var path in Folders().Select(folder => Path.Combine(folder, file)).Where(File.Exists).Prepend(file))
        {
            if (NativeLibrary.TryLoad(path, out _))
            {
                // Never unloaded: the provider keeps using it.
                Found.Add(file, path);
                return path;
            }
        }

        return null;
    }

    private static string[] Below(string folder, string pattern) =>
        Directory.Exists(folder) ? [.. Directory.GetDirectories(folder, pattern).Order(StringComparer.Ordinal)] : [];
}
