using BirD.Contracts.Jobs;
using BirD.Contracts.Retry;
using BirD.Grains.Records;

namespace BirD.Grains.Shards;

/// <summary>Pictures that were given up and are to be tried again.</summary>
internal sealed partial class ShardGrain
{
    /// <summary>Items that are open again and not known to the job as such.</summary>
    private readonly List<ReopenedItem> reopened = [];

    public async Task<int> RetryAsync(FailureClass? only)
    {
        // The job must know of a failure before it hears that it is none any more.
        await ReportAsync();
        var letters = await deadLetters.ReadAsync(self);
        var wanted = letters
            .Where(letter => only is null || letter.FailureClass.Equals(only.ToString(), StringComparison.OrdinalIgnoreCase))
            .Select(letter => letter.Item)
            .Where(item => state.StatusOf(item) == ItemStatus.Failed && !journal.IsPending(item))
            .ToArray();
        if (wanted.Length == 0)
        {
            return 0;
        }

        await ReopenAsync(wanted);
        await ReportAsync();
        return wanted.Length;
    }

    /// <summary>Forgets the ends of these items, durably.</summary>
    private async Task ReopenAsync(params int[] wanted)
    {
        Array.ForEach(wanted, book.Reopen);
        reopened.AddRange(wanted.Select(item => new ReopenedItem(item, state.Reopenings)));
        changed = true;
        journal.MarkDirty();
        StartTimer();
        await journal.WriteSoonAsync(wanted.Length);
    }
}
