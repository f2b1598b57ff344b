using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BirD.Client.Bench;

/// <summary>Prints rows as they come and saves them at the end.</summary>
internal sealed class QualityReport(QualityRequest request)
{
    public void Row(QualityRow row)
    {
        if (request.Json)
        {
            Console.WriteLine(JsonSerializer.Serialize(row, QualityJson.Default.QualityRow));
        }

        Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{row.Picture,-24} PSNR {row.PsnrIn:0.00} -> {row.PsnrOut:0.00} dB ({row.Gain:+0.00;-0.00}), SSIM {row.SsimIn:0.000} -> {row.SsimOut:0.000}, {row.Seconds:0.0} s, {row.Outcome}"));
    }

    public void Close(IReadOnlyList<QualityRow> rows)
    {
        var mean = QualityRow.Mean(rows);
        Row(mean);
        if (request.Save is not { } folder)
        {
            return;
        }

        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "quality.json"), JsonSerializer.Serialize([.. rows, mean], QualityJson.Default.QualityRowArray));
        File.WriteAllLines(
            Path.Combine(folder, "quality.csv"),
            rows.Append(mean).Select(row => string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Picture},{row.Outcome},{row.PsnrIn:0.000},{row.PsnrOut:0.000},{row.SsimIn:0.0000},{row.SsimOut:0.0000},{row.Seconds:0.00}"))
                .Prepend("picture,outcome,psnr_in,psnr_out,ssim_in,ssim_out,seconds"));
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(QualityRow))]
[JsonSerializable(typeof(QualityRow[]))]
internal sealed partial class QualityJson : JsonSerializerContext;
