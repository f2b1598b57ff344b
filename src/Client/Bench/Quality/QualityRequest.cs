using BirD.Restoration.Priors.Onnx;
using BirD.Restoration.Settings;

namespace BirD.Client.Bench.Quality;

/// <summary>What to damage, how, and how to restore it.</summary>
internal sealed record QualityRequest
{
    public required string Folder { get; init; }

    public required RestoreSettings Settings { get; init; }

    public required string PriorFile { get; init; }

    public required DeviceOptions Device { get; init; }

    /// <summary>Names from the catalogue, in its order.</summary>
    public required IReadOnlyList<string> Damages { get; init; }

    /// <summary>1, 2, or both.</summary>
    public required IReadOnlyList<int> Severities { get; init; }

    /// <summary>Whether every damage is left to auto instead of being given to its own task.</summary>
    public required bool Auto { get; init; }

    /// <summary>Whether the non-blind oracle runs too, which doubles the time.</summary>
    public required bool Oracle { get; init; }

    /// <summary>Quality of the JPEG that the damaged picture is stored as, 1 to 100; null for 8-bit PNG.</summary>
    public int? StoredAsJpeg { get; init; }

    /// <summary>Recorded point spread functions for the damage "shake", each of sum 1; empty for drawn ones.</summary>
    public IReadOnlyList<float[]> Trajectories { get; init; } = [];

    /// <summary>Side of the centre crop that is restored, pixels; null for whole pictures.</summary>
    public int? Crop { get; init; }

    /// <summary>Folder of overlays for the damage that lays some over pictures; null when nobody asked for that.</summary>
    public string? Overlays { get; init; }

    public required int Limit { get; init; }

    public required bool Json { get; init; }

    /// <summary>Folder for reports and contact sheets.</summary>
    public string? Save { get; init; }

    /// <summary>The command as it was given, for the reports.</summary>
    public required string CommandLine { get; init; }
}
