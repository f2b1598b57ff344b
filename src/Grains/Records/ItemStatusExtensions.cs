using BirD.Contracts.Jobs;

namespace BirD.Grains.Records;

/// <summary>Between the durable numbers and those of the messages, which may change apart.</summary>
internal static class ItemStatusExtensions
{
    public static ItemStatus ToStatus(this ItemResult result) => result switch
    {
        ItemResult.Restored => ItemStatus.Restored,
        ItemResult.Unchanged => ItemStatus.Unchanged,
        ItemResult.Skipped => ItemStatus.Skipped,
        ItemResult.Failed => ItemStatus.Failed,
        _ => throw new ArgumentOutOfRangeException(nameof(result), result, null),
    };

    public static ItemResult ToResult(this ItemStatus status) => status switch
    {
        ItemStatus.Restored => ItemResult.Restored,
        ItemStatus.Unchanged => ItemResult.Unchanged,
        ItemStatus.Skipped => ItemResult.Skipped,
        ItemStatus.Failed => ItemResult.Failed,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };
}
