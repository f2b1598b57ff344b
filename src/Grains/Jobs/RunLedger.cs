using BirD.Contracts.Jobs;
using BirD.Grains.Records;

namespace BirD.Grains.Jobs;

/// <summary>What a job knows about its run: which items are finished, what is in work, how many steps were taken.</summary>
/// <remarks>Memory: one byte per item, the active pictures, and the kept events.</remarks>
internal sealed class RunLedger(JobRun started, EventLog events)
{
    private readonly Dictionary<int, ShardEntry> shards = [];
    private readonly long[] counts = new long[4];

    public EventLog Events => events;

    /// <summary>The run as far as it is listed.</summary>
    public JobRun Run { get; private set; } = started;

    public void Grow(JobRun run) => Run = run;

    /// <summary>Items that reached their end.</summary>
    public long Done => counts.Sum();

    public bool IsComplete => !Run.Open && Done >= Run.Items;

    /// <summary>
    /// True when no picture is in anybody's hands: each shard has said so after it was told that the run is cancelled, hence
    /// after its last grant.
    /// </summary>
    public bool IsDrained => shards.Values.All(shard => shard.Drained);

    public bool HasActive => shards.Values.Any(shard => shard.Active.Count > 0);

    public string? Fault => shards.Values.Select(shard => shard.Fault).FirstOrDefault(fault => fault is not null);

    /// <summary>Enters a report. Each item counts once, however often and by whichever activation it is reported.</summary>
    /// <param name="report">What the shard says.</param>
    /// <param name="cancelled">Whether the answer will be that the run is cancelled.</param>
    public void Enter(ShardReport report, bool cancelled)
    {
        var shard = EntryOf(report.Shard.Shard);
        foreach (var result in shard.News(report).Select(shard.Reopen).OfType<ItemResult>())
        {
            counts[(int)result]--;
        }

        foreach (var finished in report.Finished)
        {
            if (shard.Mark(finished.Item, finished.Event.Result))
            {
                counts[(int)finished.Event.Result]++;
                events.Add(finished.Event);
            }
        }

        if (report.Term < shard.Term || (report.Term == shard.Term && report.Version <= shard.Version))
        {
            return;
        }

        // One that could never be opened has given nothing to anybody.
        var neverOpened = report is { Term: 0, Fault: not null };
        shard.Drained = report.Active.Count == 0 && (report.Complete || neverOpened || (shard.Told && report.Term == shard.Term));
        shard.Told = cancelled;
        (shard.Term, shard.Version) = (report.Term, report.Version);
        (shard.Active, shard.Fault) = (report.Active, report.Fault);
        shard.Steps = neverOpened ? shard.Steps : report.StepsBefore + report.Steps;
    }

    /// <summary>
    /// When the job had to be brought back: takes over what a shard's record says, whose steps its next report replaces, and
    /// counts finished items whose events are too old to be kept.
    /// </summary>
    public void Restore(int shard, ShardState recorded, IEnumerable<int> finished)
    {
        var entry = EntryOf(shard);
        (entry.Term, entry.Reopenings, entry.Steps) = (recorded.Term, recorded.Reopenings, recorded.Steps);
        foreach (var item in finished)
        {
            var result = recorded.StatusOf(item).ToResult();
            if (entry.Mark(item, result))
            {
                counts[(int)result]++;
            }
        }
    }

    public JobProgress ToProgress(string jobId, JobState state) => new()
    {
        JobId = jobId,
        Run = Run.Number,
        State = state,
        Total = Run.Items,
        Listed = !Run.Open,
        Restored = counts[(int)ItemResult.Restored],
        Unchanged = counts[(int)ItemResult.Unchanged],
        Skipped = counts[(int)ItemResult.Skipped],
        Failed = counts[(int)ItemResult.Failed],
        Active = [.. shards.OrderBy(shard => shard.Key).SelectMany(shard => shard.Value.Active)],
        Steps = shards.Values.Sum(shard => shard.Steps),
        Fault = Fault,
    };

    private ShardEntry EntryOf(int shard) =>
        shards.TryGetValue(shard, out var entry) ? entry : shards[shard] = new ShardEntry();

    private sealed class ShardEntry
    {
        /// <summary>By item: 0 while it has no end, else its result plus one.</summary>
        private byte[] ends = [];

        public int Term { get; set; }

        public long Version { get; set; }

        /// <summary>The latest reopening that is entered, or that the record held which the entry was read from.</summary>
        public int Reopenings { get; set; }

        public IReadOnlyList<ActivePicture> Active { get; set; } = [];

        /// <summary>Of all terms.</summary>
        public long Steps { get; set; }

        public string? Fault { get; set; }

        /// <summary>Whether the latest answer was that the run is cancelled.</summary>
        public bool Told { get; set; }

        public bool Drained { get; set; }

        /// <summary>
        /// Reopened items that were not entered before. Saying one twice must do nothing: it may have reached its end in between,
        /// and would be told a second time. A new term counts on from what was recorded, which may be less than the old one said.
        /// </summary>
        public int[] News(ShardReport report)
        {
            if (report.Term < Term)
            {
                return [];
            }

            var known = report.Term > Term ? -1 : Reopenings;
            Reopenings = report.Reopened.Select(item => item.Number).Append(Math.Max(0, known)).Max();
            return [.. report.Reopened.Where(item => item.Number > known).Select(item => item.Item)];
        }

        /// <summary>Marks an item as finished; false when it was already.</summary>
        public bool Mark(int item, ItemResult result)
        {
            if (item >= ends.Length)
            {
                Array.Resize(ref ends, Math.Max(item + 1, 2 * ends.Length));
            }

            var isNew = ends[item] == 0;
            ends[item] = isNew ? (byte)(result + 1) : ends[item];
            return isNew;
        }

        /// <summary>Takes an end back: what it was; null when the item has none.</summary>
        public ItemResult? Reopen(int item)
        {
            if (item >= ends.Length || ends[item] == 0)
            {
                return null;
            }

            var result = (ItemResult)(ends[item] - 1);
            ends[item] = 0;
            return result;
        }
    }
}
