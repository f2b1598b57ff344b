namespace BirD.Contracts.Jobs;

/// <summary>There is no job of this id.</summary>
[GenerateSerializer, Alias("bird.job-not-found.v1")]
public sealed class JobNotFoundException(string message) : Exception(message);
