using System.Globalization;
using System.Text;
using BirD.Contracts.Api;
using BirD.Grains.Application.Queries;
using BirD.Silo.Api.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BirD.Silo.Api.Jobs;

/// <summary>What became of a job: a summary, or a row per picture that is streamed page by page.</summary>
internal static class ReportEndpoint
{
    private const int RowsPerPage = 1000;

    public static async Task<Results<Ok<ReportDocument>, PushStreamHttpResult>> GetAsync(
        JobQueries queries, string id, string? format, CancellationToken cancellationToken)
    {
        if (format is not (null or "json" or "csv"))
        {
            throw Problem.InvalidRequest("format must be json or csv.");
        }

        // Also for CSV: it says whether the job is there while the status can still be set.
        var report = await queries.ReportAsync(id, cancellationToken);
        return format == "csv"
            ? TypedResults.Stream(stream => WriteAsync(queries, id, stream, cancellationToken), "text/csv; charset=utf-8", $"{id}.csv")
            : TypedResults.Ok(report);
    }

    private static async Task WriteAsync(JobQueries queries, string id, Stream stream, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\r\n" };
        await writer.WriteLineAsync("input,output,status,bytes,failed_attempts");
        string? after = null;
        do
        {
            var page = await queries.ItemsAsync(id, after, RowsPerPage, null, cancellationToken);
            foreach (var item in page.Items)
            {
                await writer.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Field(item.Input)},{Field(item.Output)},{item.Status.ToString().ToLowerInvariant()},{item.Bytes},{item.Attempts}"));
            }

            await writer.FlushAsync(cancellationToken);
            after = page.Next;
        }
        while (after is not null);
    }

    /// <summary>Quoted where needed; a leading sign that spreadsheets would take for a formula is defused.</summary>
    private static string Field(string text)
    {
        var safe = text.Length > 0 && text[0] is '=' or '+' or '-' or '@' ? "'" + text : text;
        return safe.AsSpan().IndexOfAny(",\"\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
