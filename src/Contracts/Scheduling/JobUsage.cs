namespace BirD.Contracts.Scheduling;

/// <summary>What a worker did for a job since its last poll, and what it has of it in work.</summary>
/// <param name="JobId">The job.</param>
/// <param name="InWork">Pictures it holds now.</param>
/// <param name="Taken">Pictures taken since the last poll.</param>
/// <param name="Ended">Pictures of which it let go since the last poll.</param>
/// <param name="WorkSeconds">Time that those had a slot, less what they waited for the device.</param>
[GenerateSerializer, Immutable, Alias("bird.job-usage.v1")]
public readonly record struct JobUsage(
    [property: Id(0)] string JobId,
    [property: Id(1)] int InWork,
    [property: Id(2)] int Taken,
    [property: Id(3)] int Ended,
    [property: Id(4)] double WorkSeconds);

/// <summary>How many pictures of a limited job a worker may take under one offer.</summary>
[GenerateSerializer, Immutable, Alias("bird.job-allowance.v1")]
public readonly record struct JobAllowance([property: Id(0)] string JobId, [property: Id(1)] int Items);
