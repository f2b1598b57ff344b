using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace BirD.Contracts.Api;

/// <summary>What to restore, from where to where.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SubmitRequest
{
    /// <summary>A configured input root and a folder below it, for example "scans/1950/album-3".</summary>
    public required string Input { get; init; }

    /// <summary>A configured output root and a folder below it; the input's tree is mirrored there.</summary>
    public required string Output { get; init; }

    /// <summary>
    /// Glob patterns over paths below the input, case ignored; one without a slash is for names at any depth. Only what matches
    /// one is restored; at most 100 of up to 256 characters. Default: everything.
    /// </summary>
    public IReadOnlyList<string>? Include { get; init; }

    /// <summary>As include, for what is not restored; excluding wins.</summary>
    public IReadOnlyList<string>? Exclude { get; init; }

    /// <summary>
    /// A mask of what is missing (white), or a folder of masks that mirrors the input, below an input root, for example
    /// "scans/dust.png" or "masks/1950". Default: those in a folder "masks" beside each picture, where the task takes masks.
    /// </summary>
    public string? Mask { get; init; }

    /// <summary>Make every result anew, also those that are done. Default false.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Force { get; init; }

    /// <summary>Restoration settings by name; left out, every one has its default.</summary>
    public JsonObject? Settings { get; init; }

    /// <summary>SHA-256 of the prior, lower-case hexadecimal. Default: the one that all workers of the cluster have.</summary>
    public string? Prior { get; init; }

    /// <summary>Higher goes first; -100 to 100. Default 0.</summary>
    public int Priority { get; init; }

    /// <summary>Pictures of this job in work at once in the whole cluster, at least 1. Default: no limit.</summary>
    public int? MaxInFlight { get; init; }

    /// <summary>A name of your own: letters, digits, '-', '_' and '.', at most 64. Default: derived from the request.</summary>
    public string? JobId { get; init; }
}

/// <summary>A job and where its latest run stands.</summary>
public sealed record JobDocument
{
    public required string Id { get; init; }

    /// <summary>listing, running, paused, finished, draining, cancelled, or failed (nothing was started; see fault).</summary>
    public required JobPhase State { get; init; }

    /// <summary>1, 2, ...: a later run of the same job lists anew and skips what is whole.</summary>
    public required int Run { get; init; }

    public required string Input { get; init; }

    public required string Output { get; init; }

    /// <summary>Which pictures of the input are meant; absent for all.</summary>
    public IReadOnlyList<string>? Include { get; init; }

    public IReadOnlyList<string>? Exclude { get; init; }

    /// <summary>The mask or folder of masks that was named; absent when masks are looked for beside the pictures, or not at all.</summary>
    public string? Mask { get; init; }

    /// <summary>True when this run makes every result anew.</summary>
    public bool Force { get; init; }

    public int Priority { get; init; }

    public int? MaxInFlight { get; init; }

    /// <summary>Null for jobs that were not submitted through the API.</summary>
    public DateTimeOffset? Submitted { get; init; }

    /// <summary>Who submitted it, as far as known.</summary>
    public string? SubmittedBy { get; init; }

    public JsonNode? Settings { get; init; }

    public string? SettingsHash { get; init; }

    public string? Prior { get; init; }

    /// <summary>False while the input is still being listed; total then still grows.</summary>
    public bool Listed { get; init; } = true;

    /// <summary>Absent in lists of jobs where finding it out would cost a look at every shard.</summary>
    public JobCounts? Counts { get; init; }

    /// <summary>Pictures in work.</summary>
    public IReadOnlyList<ActiveItem> Active { get; init; } = [];

    /// <summary>What keeps the job from going on, for people.</summary>
    public string? Fault { get; init; }
}

[JsonConverter(typeof(WordConverter<JobPhase>))]
public enum JobPhase
{
    Listing = 0,
    Running = 1,
    Paused = 2,
    Finished = 3,
    Cancelled = 4,
    Failed = 5,

    /// <summary>Cancelled, but pictures in work are finished first.</summary>
    Draining = 6,
}

/// <param name="Total">Pictures listed.</param>
/// <param name="Restored">Results written.</param>
/// <param name="Unchanged">Left as they were, because nothing was found wrong with them.</param>
/// <param name="Skipped">A whole result with these settings was there.</param>
/// <param name="Failed">Given up; see failures.</param>
/// <param name="Steps">Diffusion steps taken in this run; null when not known, as of runs that were cancelled.</param>
public sealed record JobCounts(long Total, long Restored, long Unchanged, long Skipped, long Failed, long? Steps)
{
    public long Done => Restored + Unchanged + Skipped + Failed;
}

/// <param name="Input">The original.</param>
/// <param name="Step">Diffusion steps taken.</param>
/// <param name="Steps">Steps in all; 0 while it is being opened.</param>
public sealed record ActiveItem(string Input, int Step, int Steps);

/// <summary>One page of a longer list.</summary>
/// <param name="Items">What is on this page; may be fewer than asked for, even none, while there are more.</param>
/// <param name="Next">Give it as "after" for the next page; null on the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
