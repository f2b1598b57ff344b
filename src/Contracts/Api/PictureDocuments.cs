using System.Text.Json.Nodes;

namespace BirD.Contracts.Api;

/// <summary>One picture of a job with everything that is known of it.</summary>
public sealed record PictureDocument
{
    public required ItemDocument Item { get; init; }

    /// <summary>The result's sidecar as written; null when there is no result yet.</summary>
    public JsonNode? Sidecar { get; init; }

    /// <summary>Why the picture was given up; null when it was not.</summary>
    public FailureDocument? Failure { get; init; }

    /// <summary>The decision in force on the picture; null when there is none.</summary>
    public DecisionDocument? Decision { get; init; }
}

/// <param name="Kind">keep-original: the original's bytes are, or are about to become, the result.</param>
/// <param name="By">Who decided.</param>
/// <param name="At">When.</param>
public sealed record DecisionDocument(string Kind, string By, DateTimeOffset At);

/// <summary>A picture in tiles: column c and row r of a level begin at c, r times the tile's side, less the overlap.</summary>
/// <param name="Version">Stands for the file's content; part of the tiles' addresses.</param>
/// <param name="Width">Pixels at full size.</param>
/// <param name="Height">Pixels at full size.</param>
/// <param name="TileSize">Side of a tile, pixels.</param>
/// <param name="Overlap">Pixels that a tile has beyond that where it has neighbours.</param>
/// <param name="Levels">Sizes of the picture: the last is the full one, each half as large, rounded up, as the next.</param>
public sealed record TilesDocument(string Version, int Width, int Height, int TileSize, int Overlap, int Levels);

/// <summary>A picture in work, as far as it is.</summary>
/// <param name="Step">Diffusion steps behind it.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Kernel">The kernel as learned so far.</param>
/// <param name="GuidanceScale">Guidance scale over the steps so far; long runs are thinned out.</param>
/// <param name="Loss">Loss over the same steps.</param>
public sealed record WorkDocument(int Step, int Steps, KernelDocument Kernel, IReadOnlyList<float> GuidanceScale, IReadOnlyList<float> Loss);

/// <param name="Size">Side, pixels.</param>
/// <param name="Channels">One row-major point spread function per channel, or one for all.</param>
public sealed record KernelDocument(int Size, IReadOnlyList<float[]> Channels);
