namespace BirD.Contracts.Leases;

/// <summary>A file that belongs to a picture, by reference: a mask, another exposure.</summary>
/// <param name="Role">What it is to the picture, for example "mask".</param>
/// <param name="Root">Id of the input root it lies under.</param>
/// <param name="Key">Path below the root, '/'-separated.</param>
[GenerateSerializer, Immutable, Alias("bird.companion-ref.v1")]
public sealed record CompanionRef([property: Id(0)] string Role, [property: Id(1)] string Root, [property: Id(2)] string Key);
