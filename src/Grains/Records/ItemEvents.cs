using BirD.Contracts.Jobs;
using BirD.Storage.Manifests;

namespace BirD.Grains.Records;

/// <summary>How a finished item is told to watchers.</summary>
internal static class ItemEvents
{
    /// <summary>An event that still lacks its number, which the job gives.</summary>
    public static JobEvent Create(JobSpec spec, ManifestItem item, ItemResult result, double seconds, string? message) => new()
    {
        Sequence = 0,
        Input = InputPath(spec, item),
        Output = item.Output,
        Result = result,
        Seconds = seconds,
        Message = message,
    };

    /// <summary>The original as its user knows it.</summary>
    public static string InputPath(JobSpec spec, ManifestItem item) =>
        spec.Roots.FirstOrDefault(root => root.Id == item.Root) is { } root ? $"{root.Location.TrimEnd('/')}/{item.Key}" : item.Key;
}
