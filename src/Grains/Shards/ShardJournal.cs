using BirD.Contracts.Jobs;
using BirD.Contracts.Shards;
using BirD.Grains.Records;
using BirD.Storage;
using BirD.Storage.Objects;

namespace BirD.Grains.Shards;

/// <summary>Gets a shard's changes into the store, in shared writes, and keeps what the job has to be told afterwards.</summary>
internal sealed class ShardJournal
{
    private readonly ShardRef shard;
    private readonly ShardState state;
    private readonly ShardRecordStore records;
    private readonly DeadLetterStore deadLetters;
    private readonly ShardOptions options;
    private readonly TimeProvider time;
    private readonly GroupCommit commits;
    private readonly List<FinishedItem> unwritten = [];
    private readonly List<DeadLetter> letters = [];
    private ETag? tag;
    private long? failingSince;
    private bool dirty;

    public ShardJournal(
        ShardRef shard, ShardState state, ETag? tag, ShardRecordStore records, DeadLetterStore deadLetters, ShardOptions options, TimeProvider time)
    {
        (this.shard, this.state, this.tag) = (shard, state, tag);
        (this.records, this.deadLetters, this.options, this.time) = (records, deadLetters, options, time);
        commits = new GroupCommit(WriteAsync, options, time);
    }

    /// <summary>Raised when a write failed and will be repeated.</summary>
    public Action<Exception>? OnFailed { get; init; }

    /// <summary>Raised when outcomes count although they could not be written (see <see cref="ShardOptions.StorePatience"/>).</summary>
    public Action<Exception>? OnGivenUp { get; init; }

    /// <summary>What keeps outcomes from being recorded; null when nothing does.</summary>
    public string? Fault { get; private set; }

    public bool IsDirty => dirty;

    /// <summary>Finished items that are durable and not yet acknowledged by the job.</summary>
    public List<FinishedItem> Unreported { get; } = [];

    /// <summary>True while the job has not acknowledged the item's end.</summary>
    public bool IsPending(int item) => unwritten.Exists(finished => finished.Item == item) || Unreported.Exists(finished => finished.Item == item);

    public bool HasUnwritten => unwritten.Count > 0;

    public void MarkDirty() => dirty = true;

    public void Add(FinishedItem item) => unwritten.Add(item);

    public void Add(DeadLetter letter) => letters.Add(letter);

    public Task WriteSoonAsync(int outcomes) => commits.WriteSoonAsync(outcomes);

    private async Task WriteAsync()
    {
        var (finished, dead) = (unwritten.ToList(), letters.ToList());
        dirty = false;
        try
        {
            if (dead.Count > 0)
            {
                // Before the record: a crash in between repeats the picture and the line, but loses neither.
                await deadLetters.AppendAsync(shard, dead);
                letters.RemoveRange(0, dead.Count);
            }

            tag = await records.WriteAsync(shard, state, tag)
                ?? throw new ShardFencedException($"Term {state.Term} of shard {shard} was superseded.");
            (failingSince, Fault) = (null, null);
        }
        catch (StoreException e)
        {
            dirty = true;
            failingSince ??= time.GetTimestamp();
            Fault = e.Message;
            if (options.StorePatience == Timeout.InfiniteTimeSpan || time.GetElapsedTime(failingSince.Value) < options.StorePatience)
            {
                OnFailed?.Invoke(e);
                throw;
            }

            OnGivenUp?.Invoke(e);
        }

        unwritten.RemoveRange(0, finished.Count);
        Unreported.AddRange(finished);
    }
}
