namespace BirD.Restoration.Diagnosis;

/// <summary>How far a result can be trusted, from the picture alone.</summary>
public sealed record RestorationConfidence
{
    /// <summary>0 (kept as it was) to 1 (nothing speaks against it): the worst of the single answers.</summary>
    public required double Score { get; init; }

    /// <summary>Root mean square of the re-degraded result minus observation, over the estimated noise; 1 when only noise is left.</summary>
    public double? ResidualRatio { get; init; }

    /// <summary>Correlation of neighbouring residuals, -1 to 1; near 0 for noise, high when structure is left.</summary>
    public double? ResidualCorrelation { get; init; }

    /// <summary>Least correlation between the blurs of two parts of the picture; null when none was learned or the picture is too small.</summary>
    public double? KernelAgreement { get; init; }

    /// <summary>Sharpness of coherent edges, result over observation (no reference needed); above 1 is better.</summary>
    public double? EdgeGain { get; init; }

    /// <summary>Unrest in the flattest places, result over observation; above 1 means rings or invented grain.</summary>
    public double? FlatNoiseRatio { get; init; }
}
