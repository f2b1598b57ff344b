using System.Globalization;
using System.Text.Json;
using BirD.Client.Bench.Damages;
using BirD.Client.Bench.Quality;

namespace BirD.Client.Bench.Reports;

/// <summary>Prints figures as they come and saves them, with contact sheets, at the end.</summary>
internal sealed class QualityReport(QualityRequest request)
{
    private readonly List<QualityRow> rows = [];
    private readonly List<QualitySection> sections = [];
    private readonly List<string> missing = [];

    public void Row(QualityRow row)
    {
        rows.Add(row);
        if (request.Json)
        {
            Console.WriteLine(JsonSerializer.Serialize(row, QualityJson.Default.QualityRow));
        }

        Console.Error.WriteLine(Line(row));
    }

    public void NotMeasured(string damage, int severity, string reason)
    {
        missing.Add($"{damage} (severity {severity}): {reason}");
        Console.Error.WriteLine($"{damage,-14} x{severity}  not measured: {reason}");
    }

    /// <summary>A damage is done with: its mean is printed and its contact sheet drawn, so that an interrupted run leaves something.</summary>
    public void Close(Damage damage, IReadOnlyList<Comparison> comparisons)
    {
        var mean = QualityRow.Mean([.. comparisons.Select(comparison => comparison.Row)]);
        sections.Add(new QualitySection(damage, mean));
        Console.Error.WriteLine(Line(mean));
        if (request.Save is { } folder)
        {
            Directory.CreateDirectory(folder);
            File.WriteAllBytes(Path.Combine(folder, $"{mean.Damage}-x{mean.Severity}.png"), ContactSheet.Draw(comparisons));
        }
    }

    public void Save()
    {
        if (request.Save is not { } folder)
        {
            return;
        }

        Directory.CreateDirectory(folder);
        var document = new QualityDocument(
            request.CommandLine, Machine.Commit, Machine.Description, [.. rows], [.. sections.Select(section => section.Mean)], [.. missing]);
        File.WriteAllText(Path.Combine(folder, "quality.json"), JsonSerializer.Serialize(document, QualityJson.Default.QualityDocument));
        File.WriteAllLines(Path.Combine(folder, "quality.csv"), QualityCsv.Lines(rows.Concat(sections.Select(section => section.Mean))));
        File.WriteAllLines(Path.Combine(folder, "quality.md"), QualityMarkdown.Lines(document, sections));
        Console.Error.WriteLine($"Saved in {folder}: quality.json, quality.csv, quality.md and one contact sheet per damage.");
    }

    private static string Marks(QualityRow row) =>
        string.Create(CultureInfo.InvariantCulture, $"marks precision {row.MarkPrecision:0.00} recall {row.MarkRecall:0.00}  ");

    private static string Line(QualityRow row) => string.Create(
        CultureInfo.InvariantCulture,
        $"{row.Damage,-14} x{row.Severity}  {row.Picture,-14} in {row.Input?.Psnr,5:0.00}  base {row.Baseline?.Psnr,5:0.00}  oracle {row.Oracle?.Psnr,5:0.00}  ours {row.Ours?.Psnr,5:0.00} dB ({row.Gain:+0.00;-0.00})  kernel {row.KernelCorrelation:0.000}  {(row.MarkRecall is null ? "" : Marks(row))}{row.Evaluations:0} eval  {row.Seconds:0.0} s  {row.Outcome}{(row.Reason is null ? "" : ": " + row.Reason)}");
}
