namespace BirD.Restoration.Priors;

/// <summary>What a prior says of itself (for an ONNX model: its metadata, see docs/prior-contract.md).</summary>
public sealed record DenoiserInfo
{
    public required string Name { get; init; }

    /// <summary>Lower-case hexadecimal SHA-256 of the model file; for analytic priors, of their parameters.</summary>
    public required string Sha256 { get; init; }

    public required PredictionType Prediction { get; init; }

    /// <summary>3, or 6 when channels 3-5 interpolate the variance (learned range).</summary>
    public int OutputChannels { get; init; } = 3;

    /// <summary>Height and width must be multiples of this, pixels.</summary>
    public int SizeMultiple { get; init; } = 1;

    /// <summary>The only side length the prior accepts, pixels; null when any multiple runs.</summary>
    public int? NativeSize { get; init; }

    /// <summary>Overlap that hides the border effect when a picture is evaluated in tiles, pixels.</summary>
    public int TileOverlap { get; init; } = 32;

    /// <summary>Steps of the training chain; timesteps run 0..Steps-1.</summary>
    public int ScheduleSteps { get; init; } = 1000;

    public double BetaStart { get; init; } = 1e-4;

    public double BetaEnd { get; init; } = 0.02;

    /// <summary>Strongest noise that it was trained for, standard deviation in [0,1] units of the picture; null where its whole chain was.</summary>
    public double? MostNoise { get; init; }

    public string Version { get; init; } = "";

    public string Licence { get; init; } = "";
}

/// <summary>What the first three output channels mean.</summary>
public enum PredictionType
{
    /// <summary>The noise: eps.</summary>
    Epsilon = 0,

    /// <summary>The clean picture, [-1,1].</summary>
    X0 = 1,

    /// <summary>v = sqrt(abar) eps - sqrt(1 - abar) x0 (Salimans and Ho 2022).</summary>
    Velocity = 2,
}
