using System.Diagnostics;
using BirD.Contracts.Leases;

namespace BirD.Grains.Diagnostics;

/// <summary>Every span of this project: one trace for each submission, and one for each attempt at a picture, linked to it.</summary>
/// <remarks>
/// Without a listener nothing is created and every method answers null. Spans name the job and the picture's place in its
/// manifest; file names stay out of them.
/// </remarks>
public static class Spans
{
    public const string SourceName = "BirD.Cluster";

    public const string SubmitName = "submit";

    public const string AttemptName = "attempt";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>A job is taken in.</summary>
    internal static Activity? Submit(string job) => Source.StartActivity(SubmitName)?.SetTag("bird.job", job);

    /// <summary>One worker's attempt at one picture, from asking the shard to the commit; a trace of its own.</summary>
    /// <param name="lease">What it works on.</param>
    /// <param name="submission">Trace context of the submission.</param>
    /// <param name="asked">When the shard was asked.</param>
    internal static Activity? Attempt(ItemLease lease, string? submission, DateTimeOffset asked)
    {
        Activity.Current = null;
        ActivityLink[] links = ActivityContext.TryParse(submission, null, isRemote: true, out var origin) ? [new ActivityLink(origin)] : [];
        return Source.StartActivity(AttemptName, ActivityKind.Consumer, default(ActivityContext), tags: null, links, asked)?
            .SetTag("bird.job", lease.JobId)
            .SetTag("bird.run", lease.Run)
            .SetTag("bird.shard", lease.Shard)
            .SetTag("bird.item", lease.Item)
            .SetTag("bird.attempt", lease.Attempt);
    }

    /// <summary>A part of the work that has been done already.</summary>
    internal static void Past(string name, DateTimeOffset began, DateTimeOffset ended)
    {
        if (Activity.Current is { } parent)
        {
            Source.StartActivity(name, ActivityKind.Internal, parent.Context, startTime: began)?.SetEndTime(ended.UtcDateTime).Dispose();
        }
    }

    /// <summary>A part of the span that is current; null when there is none.</summary>
    internal static Activity? Part(string name) => Activity.Current is null ? null : Source.StartActivity(name);

    /// <summary>Does something as a part of the current span.</summary>
    internal static async Task<T> PartAsync<T>(string name, Func<Task<T>> work)
    {
        using var part = Part(name);
        return await work();
    }

    /// <summary>A part of a span that came with a message.</summary>
    internal static Activity? PartOf(string? parent, string name) =>
        ActivityContext.TryParse(parent, null, out var context) ? Source.StartActivity(name, ActivityKind.Internal, context) : null;
}
