using System.Globalization;
using System.Net;
using System.Text;
using BirD.Client.Looks;
using BirD.Storage.Results;

namespace BirD.Client.Provenance;

/// <summary>The report for people: one file that needs nothing else, no script, nothing from the network.</summary>
internal static class HtmlReport
{
    /// <summary>Pictures that get thumbnails: enough to judge a run by, few enough to open.</summary>
    public const int MostThumbnails = 200;

    private const string Style = """
        body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#222;background:#fff}
        h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}table{border-collapse:collapse;width:100%}
        td,th{border-bottom:1px solid #ddd;padding:.35rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
        .pair{display:flex;gap:.75rem;flex-wrap:wrap;margin:.5rem 0}figure{margin:0}figcaption{font-size:.8rem;color:#555}
        article{border-top:1px solid #ddd;padding:.75rem 0}.failed{color:#a40000}.kernel{image-rendering:pixelated;width:120px;height:120px;border:1px solid #ccc}
        small{color:#555}
        """;

    public static byte[] Create(string output, Report report)
    {
        var page = new StringBuilder();
        page.Append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Restoration report</title>\n")
            .Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width\"><style>").Append(Style).Append("</style></head><body>\n");
        Summary(page, report);
        Failures(page, [.. report.Entries.Where(entry => entry.IsFailed || entry.IsDamaged)]);
        Restored(page, output, [.. report.Entries.Where(entry => entry.Outcome == "restored")]);
        Unchanged(page, [.. report.Entries.Where(entry => entry.Outcome == "unchanged")]);
        page.Append("</body></html>\n");
        return Encoding.UTF8.GetBytes(page.ToString());
    }

    private static void Summary(StringBuilder page, Report report)
    {
        var counts = report.Entries.GroupBy(entry => entry.Outcome).ToDictionary(group => group.Key, group => group.Count());
        page.Append(CultureInfo.InvariantCulture, $"<h1>Restoration report</h1>\n<p>{counts.GetValueOrDefault("restored")} restored, {counts.GetValueOrDefault("unchanged")} unchanged, ")
            .Append(CultureInfo.InvariantCulture, $"{(counts.GetValueOrDefault("failed") is > 0 and var failed ? $"<span class=\"failed\">{failed} failed</span>" : "0 failed")}{(counts.GetValueOrDefault("damaged") is > 0 and var damaged ? $", <span class=\"failed\">{damaged} damaged</span>" : "")}. Originals were only read.</p>\n");
    }

    private static void Failures(StringBuilder page, List<ReportEntry> failed)
    {
        if (failed.Count == 0)
        {
            return;
        }

        page.Append("<h2 class=\"failed\">Failed or damaged</h2>\n<table><tr><th>Original</th><th>Why</th></tr>\n");
        failed.ForEach(entry => page.Append(CultureInfo.InvariantCulture, $"<tr><td>{Text(entry.Input ?? entry.Output)}</td><td>{Text(entry.Reason)}</td></tr>\n"));
        page.Append("</table>\n");
    }

    private static void Restored(StringBuilder page, string output, List<ReportEntry> restored)
    {
        if (restored.Count == 0)
        {
            return;
        }

        page.Append("<h2>Restored</h2>\n");
        if (restored.Count > MostThumbnails)
        {
            page.Append(CultureInfo.InvariantCulture, $"<p>The first {MostThumbnails} of {restored.Count} are shown with pictures.</p>\n");
        }

        using var look = new SmallPicture();
        for (var n = 0; n < restored.Count; n++)
        {
            Article(page, look, output, restored[n], withPictures: n < MostThumbnails);
        }
    }

    private static void Article(StringBuilder page, SmallPicture look, string output, ReportEntry entry, bool withPictures)
    {
        page.Append(CultureInfo.InvariantCulture, $"<article><strong>{Text(entry.Output)}</strong><br><small>{Text(entry.Task)}, {entry.Steps} steps{(entry.StoppedBy is null or "given" ? "" : $" (ended by {entry.StoppedBy})")}, {entry.Width} × {entry.Height}, {entry.BitDepth} bit, noise {Codes(entry.NoiseSigma)}, residual {Codes(entry.Residual)}, {entry.Seconds:0.0} s{(entry.Reason is null ? "" : "; " + Text(entry.Reason))}</small>\n");
        foreach (var note in entry.Notes)
        {
            page.Append(CultureInfo.InvariantCulture, $"<br><small>{Text(note)}</small>");
        }

        if (withPictures)
        {
            page.Append("<div class=\"pair\">");
            Figure(page, entry.Input is null ? null : Thumbnail.OfFile(look, entry.Input), "before", "");
            Figure(page, Thumbnail.OfFile(look, Path.Combine(output, entry.Output)), "after", "");
            var sidecar = SidecarView.Read(Path.Combine(output, entry.Output) + ResultNames.SidecarSuffix);
            Figure(page, sidecar?.Uncertainty is null ? null : Thumbnail.OfFile(look, Path.Combine(output, entry.Output) + ResultNames.UncertaintySuffix), "where samples differ", "");
            Figure(page, sidecar?.Found is null ? null : Thumbnail.OfFile(look, Path.Combine(output, entry.Output) + ResultNames.FoundSuffix), "marks that were found", "");
            Figure(page, sidecar?.Kernel is { Size: > 1 } kernel ? Thumbnail.OfKernel(kernel) : null, "blur that was found", " class=\"kernel\"");
            page.Append("</div>");
        }

        page.Append("</article>\n");
    }

    private static void Unchanged(StringBuilder page, List<ReportEntry> unchanged)
    {
        if (unchanged.Count == 0)
        {
            return;
        }

        page.Append("<h2>Left as they are</h2>\n<table><tr><th>Picture</th><th>Why</th></tr>\n");
        unchanged.ForEach(entry => page.Append(CultureInfo.InvariantCulture, $"<tr><td>{Text(entry.Output)}</td><td>{Text(entry.Reason)}</td></tr>\n"));
        page.Append("</table>\n");
    }

    private static void Figure(StringBuilder page, string? source, string caption, string attributes)
    {
        if (source is not null)
        {
            page.Append(CultureInfo.InvariantCulture, $"<figure><img{attributes} alt=\"{caption}\" src=\"{source}\"><figcaption>{caption}</figcaption></figure>");
        }
    }

    private static string Codes(double? sigma) => sigma is { } value ? string.Create(CultureInfo.InvariantCulture, $"{value * 255:0.0}/255") : "not measured";

    private static string Text(string? value) => WebUtility.HtmlEncode(value ?? "");
}
