namespace BirD.Client.Bench.Speed;

/// <summary>What <c>bird bench speed</c> was asked to measure.</summary>
internal sealed record SpeedRequest
{
    public required string PriorFile { get; init; }

    /// <summary>Sizes, height and width in pixels.</summary>
    public required IReadOnlyList<(int Height, int Width)> Sizes { get; init; }

    /// <summary>Steps measured at each size, and as many bare evaluations, in turn.</summary>
    public required int Steps { get; init; }

    /// <summary>Pictures in the end-to-end part; 0 leaves it out.</summary>
    public required int Pictures { get; init; }

    /// <summary>Height and width of those.</summary>
    public required (int Height, int Width) PictureSize { get; init; }

    /// <summary>Steps of each of those.</summary>
    public required int PictureSteps { get; init; }

    /// <summary>Whether a fresh process is started to see how long that takes.</summary>
    public required bool ColdStart { get; init; }

    /// <summary>Where the JSON goes; null for nowhere.</summary>
    public string? Save { get; init; }
}
