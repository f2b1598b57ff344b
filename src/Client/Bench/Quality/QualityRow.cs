using BirD.Restoration.Diagnosis;

namespace BirD.Client.Bench.Quality;

/// <summary>One picture under one damage, or the mean of the pictures.</summary>
internal sealed record QualityRow
{
    public required string Damage { get; init; }

    /// <summary>1 as the damage's description says, 2 for twice as bad.</summary>
    public required int Severity { get; init; }

    public required string Picture { get; init; }

    public required string Task { get; init; }

    /// <summary>"restored", "unchanged", or for means the counts.</summary>
    public required string Outcome { get; init; }

    public string? Reason { get; init; }

    /// <summary>The observation itself; null when it hasn't the truth's size.</summary>
    public QualityScore? Input { get; init; }

    public QualityScore? Baseline { get; init; }

    /// <summary>The same restorer with noise and kernel told; null when there is nothing to tell or nobody asked.</summary>
    public QualityScore? Oracle { get; init; }

    public QualityScore? Ours { get; init; }

    /// <summary>Correlation of the learned kernel with the true one, 0 to 1.</summary>
    public double? KernelCorrelation { get; init; }

    public double? KernelSum { get; init; }

    /// <summary>What the gate judged the result by.</summary>
    public RestorationConfidence? Confidence { get; init; }

    /// <summary>How far the exposure that was found is from the true one, share of that; null where light was not the damage.</summary>
    public double? ExposureError { get; init; }

    /// <summary>Share of the pixels that were taken for marks and are covered, 0 to 1; null where nothing was found, or nothing laid over.</summary>
    public double? MarkPrecision { get; init; }

    /// <summary>Share of the covered pixels that were found, 0 to 1; null where nothing was laid over.</summary>
    public double? MarkRecall { get; init; }

    /// <summary>Mean of the clean picture, 0 to 1: how dark the scene itself is.</summary>
    public double CleanMean { get; init; }

    /// <summary>Wall-clock seconds of the blind restoration, from file to file.</summary>
    public double Seconds { get; init; }

    /// <summary>Processor seconds of the same, over all cores.</summary>
    public double CpuSeconds { get; init; }

    /// <summary>Evaluations of the prior per tile.</summary>
    public double Evaluations { get; init; }

    /// <summary>dB over the input; over the baseline where the input can't be compared.</summary>
    public double? Gain => Ours?.Psnr - (Input ?? Baseline)?.Psnr;

    /// <summary>Share of the oracle's gain; null without an oracle that gains at least a tenth of a dB.</summary>
    public double? ShareOfOracle => Oracle?.Psnr - Input?.Psnr is { } possible and > 0.1 && Gain is { } gain ? gain / possible : null;

    public static QualityRow Mean(IReadOnlyList<QualityRow> rows) => rows[0] with
    {
        Picture = $"mean of {rows.Count}",
        Outcome = string.Join(", ", rows.GroupBy(row => row.Outcome).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Count()} {group.Key}")),
        Reason = null,
        Confidence = null,
        Input = QualityScore.Mean(rows.Select(row => row.Input)),
        Baseline = QualityScore.Mean(rows.Select(row => row.Baseline)),
        Oracle = QualityScore.Mean(rows.Select(row => row.Oracle)),
        Ours = QualityScore.Mean(rows.Select(row => row.Ours)),
        KernelCorrelation = rows.Average(row => row.KernelCorrelation),
        KernelSum = rows.Average(row => row.KernelSum),
        ExposureError = rows.Average(row => row.ExposureError),
        MarkPrecision = rows.Average(row => row.MarkPrecision),
        MarkRecall = rows.Average(row => row.MarkRecall),
        CleanMean = rows.Average(row => row.CleanMean),
        Seconds = rows.Average(row => row.Seconds),
        CpuSeconds = rows.Average(row => row.CpuSeconds),
        Evaluations = rows.Average(row => row.Evaluations),
    };
}
