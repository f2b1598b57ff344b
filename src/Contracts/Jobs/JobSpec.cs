namespace BirD.Contracts.Jobs;

/// <summary>What a job does; never changes once the job exists.</summary>
[GenerateSerializer, Immutable, Alias("bird.job-spec.v1")]
public sealed record JobSpec
{
    /// <summary>Canonical JSON of the restoration settings (this project doesn't know their type).</summary>
    [Id(0)]
    public required string SettingsJson { get; init; }

    /// <summary>Hash of settings, prior and algorithm version: results under another hash don't count as done.</summary>
    [Id(1)]
    public required string SettingsHash { get; init; }

    /// <summary>Where pictures are read from, read-only.</summary>
    [Id(2)]
    public required IReadOnlyList<InputRoot> Roots { get; init; }

    /// <summary>Where results go: a directory path in local mode.</summary>
    [Id(3)]
    public required string Output { get; init; }

    /// <summary>SHA-256 of the prior; workers with another one are not offered the job. Null: any worker may.</summary>
    [Id(4)]
    public string? PriorSha256 { get; init; }
}

/// <param name="Id">Short name used in the manifest, for example "r0".</param>
/// <param name="Location">A directory path in local mode.</param>
[GenerateSerializer, Immutable, Alias("bird.input-root.v1")]
public sealed record InputRoot([property: Id(0)] string Id, [property: Id(1)] string Location);

/// <summary>One pass over a listing of the job's pictures. A later run lists anew and skips what is whole and unchanged.</summary>
/// <param name="Number">1, 2, ...; part of every lease epoch, so that a later run always fences an earlier one.</param>
/// <param name="Shards">Manifest shards in the store.</param>
/// <param name="Items">Pictures in all shards.</param>
/// <param name="Open">True while the listing goes on: the run is started again with more shards, and at last closed.</param>
/// <param name="Trace">W3C trace context of the submission, which attempts link to; null when it was not traced.</param>
[GenerateSerializer, Immutable, Alias("bird.job-run.v1")]
public sealed record JobRun(
    [property: Id(0)] int Number, [property: Id(1)] int Shards, [property: Id(2)] long Items, [property: Id(3)] bool Open = false,
    [property: Id(4)] string? Trace = null);

/// <summary>The job id exists with another specification.</summary>
[GenerateSerializer, Alias("bird.job-conflict.v1")]
public sealed class JobConflictException(string message) : Exception(message);
