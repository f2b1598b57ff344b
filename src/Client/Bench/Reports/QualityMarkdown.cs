using System.Globalization;
using BirD.Client.Bench.Baselines;

namespace BirD.Client.Bench.Reports;

/// <summary>The means as tables that can go into a document as they are.</summary>
internal static class QualityMarkdown
{
    public static IEnumerable<string> Lines(QualityDocument document, IReadOnlyList<QualitySection> sections)
    {
        yield return $"Command `{document.Command}`, revision {document.Commit}, {document.Machine}.";
        yield return "";
        yield return "| damage | baseline | PSNR in | baseline | oracle | ours | gain | of oracle | SSIM in / ours | MS-GMSD in / ours | kernel corr. / sum | exposure error | evaluations | seconds (CPU) | outcome |";
        yield return "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |";
        foreach (var (damage, row) in sections)
        {
            yield return Text(
                $"| {row.Damage} x{row.Severity}: {damage.Description} | {Baseline.NameFor(damage)} | {row.Input?.Psnr:0.00} | {row.Baseline?.Psnr:0.00} | {row.Oracle?.Psnr:0.00} | **{row.Ours?.Psnr:0.00}** | {row.Gain:+0.00;-0.00} | {row.ShareOfOracle:0 %} | {row.Input?.Ssim:0.000} / {row.Ours?.Ssim:0.000} | {row.Input?.Perceptual:0.000} / {row.Ours?.Perceptual:0.000} | {row.KernelCorrelation:0.000} / {row.KernelSum:0.000} | {row.ExposureError:0.0 %} | {row.Evaluations:0} | {row.Seconds:0.0} ({row.CpuSeconds:0.0}) | {row.Outcome} |");
        }

        yield return "";
        yield return "Gain is over the input, or over the baseline where the input has another size. The contact sheets show, from left to right, truth, input, baseline, oracle (where there is one) and ours.";
        if (document.NotMeasured.Length > 0)
        {
            yield return "";
            yield return "Not measured: " + string.Join("; ", document.NotMeasured) + ".";
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
