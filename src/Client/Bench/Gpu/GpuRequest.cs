using BirD.Restoration.Priors.Onnx;

namespace BirD.Client.Bench.Gpu;

/// <summary>What <c>bird bench gpu</c> was asked.</summary>
internal sealed record GpuRequest
{
    public required string PriorFile { get; init; }

    public required DeviceOptions Device { get; init; }

    /// <summary>Pictures in work at once while steps alone are measured.</summary>
    public required IReadOnlyList<int> Pictures { get; init; }

    /// <summary>Pictures in work at once from file to file.</summary>
    public required IReadOnlyList<int> Slots { get; init; }

    /// <summary>Of each picture while steps alone are measured; from file to file at most 30.</summary>
    public required int Steps { get; init; }

    /// <summary>File for the report as JSON; null for none.</summary>
    public string? Save { get; init; }
}
