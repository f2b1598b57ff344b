using System.Globalization;
using BirD.Restoration.Degradations.Blur.Estimation;
using BirD.Restoration.Degradations.Noise;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Diagnosis;

/// <summary>Weighs what speaks for and against a result, without knowing the truth.</summary>
public static class ConfidenceGate
{
    /// <summary>A right kernel leaves the noise: 1. Far above, it does not explain the picture.</summary>
    public const double MostResidualRatio = 1.6;

    /// <summary>
    /// Noise has no neighbours: what correlates in what was left over is structure. Its power over that of the noise, at most.
    /// Measured on 47 Kodak crops of 256 blurred by valid convolution: simple shapes reach 0.20 and all gained, by 1.2 dB and
    /// more; the three that lost more than half a decibel, all of free shape, have 0.29, 0.37 and 0.98 (docs/results.md).
    /// </summary>
    public const double MostStructure = 0.25;

    /// <summary>
    /// A kernel of free shape reckons with 2.5/255 at least; where it leaves hardly more, it explains the picture, and the structure is
    /// its last tenth, which is never found (docs/adr/0027). Sixteen recorded shakes and one photograph gained and left 0.58 to
    /// 1.07; of 12 drawn ones the two that lost 4.5 and 9.6 dB left 1.09 and 1.33, one that lost 0.7 left 1.02 (docs/results.md).
    /// </summary>
    public const double LittleLeft = 1.08;

    /// <summary>Structure at most where so little is left.</summary>
    public const double MostStructureOfLittle = 2;

    /// <summary>Flat places may come back this much more restless than they were.</summary>
    public const double MostFlatNoiseRatio = 1.5;

    /// <summary>Noise that can't be seen and counts as none, [0,1] units.</summary>
    private const double Invisible = 0.5 / 255;

    /// <param name="observation">What was to be restored, [0,1].</param>
    /// <param name="result">What came out, [0,1], of the same shape; null when its size differs and it can't be compared.</param>
    /// <param name="residual">Observation minus re-degraded result; null when the algorithm doesn't offer it.</param>
    /// <param name="diagnosis">What was measured before.</param>
    public static RestorationConfidence Measure(
        ImageTensor observation, ImageTensor? result, ImageTensor? residual, PictureDiagnosis diagnosis)
    {
        var noise = Math.Max(diagnosis.NoiseSigma, Invisible);
        var confidence = new RestorationConfidence
        {
            Score = 1,
            ResidualRatio = residual is null ? null : ResidualTest.RootMeanSquare(residual) / noise,
            ResidualCorrelation = residual is null ? null : ResidualTest.NeighbourCorrelation(residual),
            KernelAgreement = diagnosis.Blur?.Agreement,
            EdgeGain = result is null ? null : EdgeQuality.Gain(result, observation),
            FlatNoiseRatio = result is null ? null : Math.Max(NoiseEstimator.Estimate(result), Invisible) / noise,
        };
        return confidence with { Score = Score(confidence, diagnosis) };
    }

    /// <summary>Why a blind deblurring must not be kept; null when nothing speaks against it.</summary>
    /// <param name="confidence">What <see cref="Measure"/> found.</param>
    /// <param name="diagnosis">The same that it was given.</param>
    public static string? Objection(RestorationConfidence confidence, PictureDiagnosis diagnosis)
    {
        return confidence switch
        {
            { ResidualRatio: > MostResidualRatio } =>
                Text($"the blur that was found doesn't explain the picture: it leaves {confidence.ResidualRatio:0.0} times the noise"),
            _ when Structure(confidence) > StructureLimit(confidence, diagnosis) =>
                Text($"the blur that was found leaves structure behind, not noise (neighbours correlate by {confidence.ResidualCorrelation:0.00})"),
            { FlatNoiseRatio: > MostFlatNoiseRatio } =>
                Text($"flat places came back {confidence.FlatNoiseRatio:0.0} times as restless: the result rings"),
            { EdgeGain: < 1 } =>
                Text($"edges came back no sharper than they were ({confidence.EdgeGain:0.00} times)"),
            _ => null,
        };

        static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Each answer from 1 (as it should be) to 0 (at the limit); the worst counts.</summary>
    private static double Score(RestorationConfidence confidence, PictureDiagnosis diagnosis) => new[]
    {
        Closeness(confidence.ResidualRatio, 1, MostResidualRatio),
        Closeness(Structure(confidence), 0.02, StructureLimit(confidence, diagnosis)),
        Closeness(confidence.FlatNoiseRatio, 1, MostFlatNoiseRatio),
        confidence.KernelAgreement ?? 1,
    }.Min();

    /// <summary>Power of the correlated part of the residual over the noise's: a JPEG's error correlates, but no more of it may be left than there was.</summary>
    private static double? Structure(RestorationConfidence confidence) =>
        confidence.ResidualRatio * confidence.ResidualRatio * confidence.ResidualCorrelation;

    private static double StructureLimit(RestorationConfidence confidence, PictureDiagnosis diagnosis) =>
        diagnosis.Blur is { Strength: not null } && confidence.ResidualRatio < LittleLeft ? MostStructureOfLittle : MostStructure;

    private static double Closeness(double? value, double good, double limit) =>
        value is { } v ? Math.Clamp((limit - v) / (limit - good), 0, 1) : 1;
}
