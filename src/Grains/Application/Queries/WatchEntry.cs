using System.Globalization;
using BirD.Contracts.Api;

namespace BirD.Grains.Application.Queries;

/// <summary>Something that a watcher of a job gets to see.</summary>
/// <param name="Name">One of <see cref="EventNames"/>.</param>
/// <param name="Id">Set for items: where to go on after an interruption.</param>
/// <param name="Item">Set for items.</param>
/// <param name="Job">Set otherwise.</param>
public sealed record WatchEntry(string Name, EventId? Id, ItemEvent? Item, JobDocument? Job)
{
    public static WatchEntry Of(JobDocument job, string name = EventNames.Progress) => new(name, null, null, job);

    public static WatchEntry Of(EventId id, ItemEvent item) => new(EventNames.Item, id, item, null);
}

/// <summary>"run-sequence": numbers of another run mean nothing to this one.</summary>
public readonly record struct EventId(int Run, long Sequence)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Run}-{Sequence}");

    /// <exception cref="FormatException">The text is no event id.</exception>
    public static EventId Parse(string text)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        return dash > 0
            && int.TryParse(text.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var run)
            && long.TryParse(text.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
                ? new EventId(run, sequence)
                : throw new FormatException($"'{text}' is no event id of this stream; leave Last-Event-ID out to begin with the first event.");
    }
}
