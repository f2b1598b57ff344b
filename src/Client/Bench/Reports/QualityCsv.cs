using System.Globalization;
using BirD.Client.Bench.Quality;

namespace BirD.Client.Bench.Reports;

/// <summary>One line per picture and one per mean; empty fields where there is nothing to compare.</summary>
internal static class QualityCsv
{
    private const string Header =
        "damage,severity,picture,task,outcome,psnr_in,psnr_baseline,psnr_oracle,psnr_ours,ssim_in,ssim_baseline,ssim_oracle,ssim_ours,"
        + "msgmsd_in,msgmsd_baseline,msgmsd_oracle,msgmsd_ours,gain,share_of_oracle,kernel_correlation,kernel_sum,exposure_error,mark_precision,mark_recall,clean_mean,seconds,cpu_seconds,evaluations";

    public static IEnumerable<string> Lines(IEnumerable<QualityRow> rows) => rows.Select(Line).Prepend(Header);

    private static string Line(QualityRow row)
    {
        QualityScore?[] scores = [row.Input, row.Baseline, row.Oracle, row.Ours];
        return string.Join(',', (string[])
        [
            row.Damage, Number(row.Severity), Quote(row.Picture), row.Task, Quote(row.Outcome),
            .. scores.Select(s => Number(s?.Psnr)), .. scores.Select(s => Number(s?.Ssim)), .. scores.Select(s => Number(s?.Perceptual)),
            Number(row.Gain), Number(row.ShareOfOracle), Number(row.KernelCorrelation), Number(row.KernelSum),
            Number(row.ExposureError), Number(row.MarkPrecision), Number(row.MarkRecall), Number(row.CleanMean), Number(row.Seconds), Number(row.CpuSeconds), Number(row.Evaluations),
        ]);
    }

    private static string Number(double? value) => value?.ToString("0.#####", CultureInfo.InvariantCulture) ?? "";

    private static string Quote(string text) =>
        text.AsSpan().ContainsAny(",\"\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
