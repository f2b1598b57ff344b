namespace BirD.Contracts.Jobs;

/// <summary>Where a run stands. Counts are exact once <see cref="State"/> is final.</summary>
[GenerateSerializer, Immutable, Alias("bird.job-progress.v1")]
public sealed record JobProgress
{
    [Id(0)]
    public required string JobId { get; init; }

    [Id(1)]
    public required int Run { get; init; }

    [Id(2)]
    public required JobState State { get; init; }

    [Id(3)]
    public long Total { get; init; }

    [Id(4)]
    public long Restored { get; init; }

    [Id(5)]
    public long Unchanged { get; init; }

    [Id(6)]
    public long Skipped { get; init; }

    [Id(7)]
    public long Failed { get; init; }

    /// <summary>Pictures being worked on right now.</summary>
    [Id(8)]
    public IReadOnlyList<ActivePicture> Active { get; init; } = [];

    /// <summary>Diffusion steps taken in this run so far.</summary>
    [Id(9)]
    public long Steps { get; init; }

    /// <summary>What keeps the run from going on although it should, for people; null when nothing does.</summary>
    [Id(10)]
    public string? Fault { get; init; }

    /// <summary>False while the input is still being listed; <see cref="Total"/> then still grows.</summary>
    [Id(11)]
    public bool Listed { get; init; } = true;

    [Id(12)]
    public JobTerms Terms { get; init; } = new();

    public long Done => Restored + Unchanged + Skipped + Failed;
}

/// <param name="Input">Path as the user knows it.</param>
/// <param name="Step">Diffusion steps taken.</param>
/// <param name="Steps">Steps in all; 0 while the picture is being opened.</param>
[GenerateSerializer, Immutable, Alias("bird.active-picture.v1")]
public sealed record ActivePicture(
    [property: Id(0)] string Input, [property: Id(1)] int Step, [property: Id(2)] int Steps);

[GenerateSerializer, Alias("bird.job-state.v1")]
public enum JobState
{
    Running = 0,
    Paused = 1,
    Finished = 2,
    Cancelled = 3,

    /// <summary>Nothing more is granted; pictures in work are finished, then the run is cancelled.</summary>
    Draining = 4,
}
