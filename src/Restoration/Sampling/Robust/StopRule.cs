namespace BirD.Restoration.Sampling.Robust;

/// <summary>When a run has nothing left to gain, by what its estimates leave over of the observation (docs/adr/0022).</summary>
/// <remarks>The discrepancy principle (Morozov 1966): who explains more than the signal explains the noise.</remarks>
public sealed record StopRule
{
    /// <summary>Residual that counts as noise, in standard deviations of the noise: what a wrong model leaves is more by a half and above (docs/results.md).</summary>
    private const double NoMoreThanNoise = 1.1;

    /// <summary>Change of the residual between two steps that counts as none, in standard deviations of the noise.</summary>
    private const double AtRest = 0.01;

    /// <summary>Steps that are taken in any case: 1 and more.</summary>
    public required int Least { get; init; }

    /// <summary>Why the run ends here; null where it goes on.</summary>
    /// <param name="residuals">Root mean square of what was left over after each step so far, [0,1] units; at least one.</param>
    /// <param name="noise">Standard deviation of the observation's noise, [0,1] units.</param>
    public StopReason? Reason(IReadOnlyList<double> residuals, double noise)
    {
        if (residuals.Count < Math.Max(Least, 2) || Math.Abs(residuals[^1] - residuals[^2]) > AtRest * noise)
        {
            return null;
        }

        return residuals[^1] <= NoMoreThanNoise * noise ? StopReason.Residual : StopReason.Rest;
    }
}
