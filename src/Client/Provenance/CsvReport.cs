using System.Globalization;
using System.Text;

namespace BirD.Client.Provenance;

/// <summary>The report as a table for spreadsheets (RFC 4180, UTF-8 with mark).</summary>
internal static class CsvReport
{
    private static readonly (string Name, Func<ReportEntry, string?> Value)[] Columns =
    [
        ("output", entry => entry.Output), ("input", entry => entry.Input), ("outcome", entry => entry.Outcome), ("reason", entry => entry.Reason),
        ("task", entry => entry.Task), ("steps", entry => Number(entry.Steps)), ("stoppedBy", entry => entry.StoppedBy), ("width", entry => Number(entry.Width)), ("height", entry => Number(entry.Height)),
        ("bitDepth", entry => Number(entry.BitDepth)), ("noise255", entry => Number(entry.NoiseSigma * 255)), ("residual255", entry => Number(entry.Residual * 255)),
        ("inputSha256", entry => entry.InputSha256), ("outputSha256", entry => entry.OutputSha256), ("settingsHash", entry => entry.SettingsHash),
        ("prior", entry => entry.Prior), ("software", entry => entry.Software), ("finished", entry => entry.Finished.ToString("u", CultureInfo.InvariantCulture)),
        ("seconds", entry => Number(entry.Seconds)), ("notes", entry => string.Join(' ', entry.Notes)),
    ];

    public static byte[] Create(Report report)
    {
        var text = new StringBuilder("\uFEFF").AppendJoin(',', Columns.Select(column => column.Name)).Append("\r\n");
        foreach (var entry in report.Entries)
        {
            text.AppendJoin(',', Columns.Select(column => Cell(column.Value(entry) ?? ""))).Append("\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Quoted where need be; a name that a spreadsheet would take for a formula gets an apostrophe before it.</summary>
    private static string Cell(string value)
    {
        var harmless = value.Length > 0 && "=+-@\t\r".Contains(value[0], StringComparison.Ordinal) ? "'" + value : value;
        return harmless.AsSpan().ContainsAny(",\"\r\n") ? $"\"{harmless.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : harmless;
    }

    private static string? Number(double? value) => value?.ToString("0.###", CultureInfo.InvariantCulture);
}
