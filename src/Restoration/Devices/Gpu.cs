namespace BirD.Restoration.Devices;

/// <summary>An NVIDIA device as its driver describes it at one moment.</summary>
/// <param name="Index">Number, from 0, in the driver's order (that of the PCI bus).</param>
/// <param name="Name">For people.</param>
/// <param name="ComputeCapability">Such as 9.0: decides which builds of a library run on it.</param>
/// <param name="Driver">Version, such as 580.95.05.</param>
/// <param name="MemoryTotal">Bytes.</param>
/// <param name="MemoryUsed">Bytes, by whomever.</param>
/// <param name="Busy">Share of the last moments in which a kernel ran, 0 to 1; null where the driver doesn't say (MIG).</param>
public sealed record Gpu(int Index, string Name, Version ComputeCapability, string Driver, long MemoryTotal, long MemoryUsed, double? Busy)
{
    /// <summary>
    /// Compute capabilities for which the CUDA provider of ONNX Runtime 1.31.0 holds device code; it has no PTX from which a driver could
    /// make others, so the major version must be among them and the minor version not below. Read from the library's fat binaries.
    /// </summary>
    private static readonly Version[] Built = [new(7, 5), new(8, 0), new(8, 6), new(8, 9), new(9, 0), new(12, 0)];

    /// <summary>The oldest driver branch for CUDA 13 (NVIDIA, CUDA Toolkit release notes, minimum required driver).</summary>
    private const int OldestDriver = 580;

    /// <summary>Why this program can't run on it; null when it can.</summary>
    public string? Obstacle =>
        !Array.Exists(Built, built => built.Major == ComputeCapability.Major && built.Minor <= ComputeCapability.Minor)
            ? $"ONNX Runtime's CUDA provider has no code for compute capability {ComputeCapability} (it has 7.5, 8.0, 8.6, 8.9, 9.0 and 12.0)"
        : int.TryParse(Driver.Split('.')[0], out var branch) && branch < OldestDriver
            ? $"its driver is of branch R{branch}, and CUDA 13 wants R{OldestDriver} or newer"
        : null;
}
