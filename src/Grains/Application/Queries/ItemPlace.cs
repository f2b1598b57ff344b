using BirD.Contracts.Api;

namespace BirD.Grains.Application.Queries;

/// <summary>One picture of a run, and where its files are.</summary>
/// <param name="Item">The picture as its user knows it.</param>
/// <param name="InputRoot">Location of the root of its original.</param>
/// <param name="InputKey">Its original below the root.</param>
/// <param name="OutputRoot">Location of the job's results.</param>
/// <param name="Failure">Why it was given up; null when it was not.</param>
public sealed record ItemPlace(ItemDocument Item, string InputRoot, string InputKey, string OutputRoot, FailureDocument? Failure);
