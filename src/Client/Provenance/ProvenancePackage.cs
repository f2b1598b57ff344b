using System.Text.Json;
using BirD.Client.Inputs;
using BirD.Contracts.Jobs;
using BirD.Storage;

namespace BirD.Client.Provenance;

/// <summary>Writes manifest, events and reports into an output folder. Does nothing when nothing changed.</summary>
internal static class ProvenancePackage
{
    /// <param name="output">The output folder.</param>
    /// <param name="listing">What the run was about; null to write again from what lies there.</param>
    /// <param name="failures">Pictures that failed in the run.</param>
    /// <param name="time">Dates new failures.</param>
    /// <exception cref="StoreException">Something can't be written; the results are not affected.</exception>
    public static void Write(string output, Listing? listing, IReadOnlyList<JobEvent> failures, TimeProvider time)
    {
        try
        {
            WriteFiles(output, listing, failures, time);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The results are in place, but the reports in {output} can't be written: {e.Message} 'bird report {output}' writes them later.", e);
        }
    }

    private static void WriteFiles(string output, Listing? listing, IReadOnlyList<JobEvent> failures, TimeProvider time)
    {
        var report = Report.Create(output, listing, failures, time.GetUtcNow());
        var json = JsonSerializer.SerializeToUtf8Bytes(report, PackageJson.Default.Report);
        if (listing is not null && IsCurrent(output, json))
        {
            return;
        }

        PackageFiles.Write(output, PackageFiles.Manifest, Manifest.Create(output));
        PackageFiles.Write(output, PackageFiles.Premis, Premis.Create(report));
        PackageFiles.Write(output, PackageFiles.Csv, CsvReport.Create(report));
        PackageFiles.Write(output, PackageFiles.Html, HtmlReport.Create(output, report));

        // Last, because it is what says that the others are current.
        PackageFiles.Write(output, PackageFiles.Json, json);
    }

    private static bool IsCurrent(string output, byte[] json) =>
        new[] { PackageFiles.Manifest, PackageFiles.Premis, PackageFiles.Csv, PackageFiles.Html, PackageFiles.Json }
            .All(name => File.Exists(Path.Combine(output, name)))
        && File.ReadAllBytes(Path.Combine(output, PackageFiles.Json)).AsSpan().SequenceEqual(json);
}
