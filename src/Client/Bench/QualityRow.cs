namespace BirD.Client.Bench;

/// <summary>One picture's figures; PSNR in dB against the clean picture.</summary>
internal sealed record QualityRow(
    string Picture, string Outcome, double PsnrIn, double PsnrOut, double SsimIn, double SsimOut, double Seconds)
{
    public double Gain => PsnrOut - PsnrIn;

    public static QualityRow Mean(IReadOnlyList<QualityRow> rows) => new(
        "mean", $"{rows.Count} pictures", rows.Average(r => r.PsnrIn), rows.Average(r => r.PsnrOut),
        rows.Average(r => r.SsimIn), rows.Average(r => r.SsimOut), rows.Average(r => r.Seconds));
}
