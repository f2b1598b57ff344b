using Orleans.Runtime;

namespace BirD.Contracts.Scheduling;

/// <param name="Silo">Where the scheduler is.</param>
/// <param name="Jobs">Ids of the jobs that run.</param>
[GenerateSerializer, Immutable, Alias("bird.running-jobs.v1")]
public sealed record RunningJobs([property: Id(0)] SiloAddress Silo, [property: Id(1)] IReadOnlyList<string> Jobs);
