namespace BirD.Restoration.Degradations.Blur.Estimation;

/// <summary>A blur of any shape that was found, and how strong the evidence is.</summary>
/// <param name="Kernel">Non-negative, sum 1, centred.</param>
/// <param name="Strength">Share of the energy that a picture of few edges is left with under no blur, which this kernel takes away: 0 (explains nothing) to 1.</param>
/// <param name="Start">Where the search began that found it.</param>
internal sealed record ShakeFinding(PointSpread Kernel, double Strength, ShakeStart Start);
