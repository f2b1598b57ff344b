using System.Text.Json;
using BirD.Client.Inputs;
using BirD.Contracts.Jobs;
using BirD.Storage.Results;

namespace BirD.Client.Provenance;

/// <summary>Every picture of an output folder and what became of it, over all runs; lies there as <c>report.json</c>.</summary>
/// <param name="Schema">Raised when fields change their meaning.</param>
/// <param name="Entries">By output name, ordinal.</param>
internal sealed record Report(int Schema, IReadOnlyList<ReportEntry> Entries)
{
    public const int CurrentSchema = 1;

    /// <summary>The report that lies in the folder; an empty one when there is none or it can't be read: sidecars tell the most.</summary>
    public static Report Load(string output)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(output, PackageFiles.Json)), PackageJson.Default.Report) is { } report
                && report.Entries.All(entry => entry is not null)
                ? report with { Entries = [.. report.Entries.DistinctBy(entry => entry.Output)] }
                : new Report(CurrentSchema, []);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return new Report(CurrentSchema, []);
        }
    }

    /// <summary>The report after a run: what sidecars say, the run's failures, and failures of earlier runs that still stand.</summary>
    /// <param name="output">The output folder.</param>
    /// <param name="listing">What the run was about; null when only the sidecars are read again.</param>
    /// <param name="failures">Pictures that failed in the run.</param>
    /// <param name="now">For failures that are new.</param>
    public static Report Create(string output, Listing? listing, IReadOnlyList<JobEvent> failures, DateTimeOffset now)
    {
        var earlier = Load(output).Entries.ToDictionary(entry => entry.Output, StringComparer.Ordinal);
        var originals = listing?.Items.ToDictionary(item => item.Output, listing.PathOf, StringComparer.Ordinal) ?? [];
        var failed = failures.ToDictionary(failure => failure.Output, StringComparer.Ordinal);
        var entries = new SortedDictionary<string, ReportEntry>(StringComparer.Ordinal);
        foreach (var (key, sidecar) in Sidecars(output))
        {
            entries[key] = ReportEntry.Of(key, originals.GetValueOrDefault(key) ?? earlier.GetValueOrDefault(key)?.Input, sidecar);
        }

        foreach (var old in earlier.Values.Where(old => old.IsFailed && !originals.ContainsKey(old.Output)))
        {
            entries.TryAdd(old.Output, old);
        }

        foreach (var (key, failure) in failed)
        {
            if (failure.IsDamaged && entries.TryGetValue(key, out var shown) && shown.IsDamaged)
            {
                // The sidecar says it better.
                continue;
            }

            // A failure that stands keeps its date: a run that changes nothing writes nothing.
            entries[key] = earlier.TryGetValue(key, out var old) && old.IsFailed && old.Reason == failure.Message
                ? old : ReportEntry.Failed(key, originals.GetValueOrDefault(key), failure.Message, now);
        }

        return new Report(CurrentSchema, [.. entries.Values]);
    }

    /// <summary>All sidecars below an output folder with the names of their pictures.</summary>
    public static IEnumerable<(string Key, SidecarView Sidecar)> Sidecars(string output)
    {
        foreach (var path in PackageFiles.Walk(output).Where(path => path.EndsWith(ResultNames.SidecarSuffix, StringComparison.Ordinal)))
        {
            if (SidecarView.Read(path) is { } sidecar)
            {
                yield return (PackageFiles.Key(output, path)[..^ResultNames.SidecarSuffix.Length], sidecar);
            }
        }
    }
}

/// <summary>One picture.</summary>
/// <param name="Output">Path below the output folder, '/'-separated.</param>
/// <param name="Input">Absolute path of the original; null when no run of this report named it.</param>
/// <param name="Outcome">"restored", "unchanged", "damaged" or "failed".</param>
/// <param name="Reason">Why it failed or was left alone.</param>
/// <param name="Task">What was done.</param>
/// <param name="Steps">Diffusion steps.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="BitDepth">Bits per sample.</param>
/// <param name="NoiseSigma">Noise of the original, [0,1] units.</param>
/// <param name="Residual">What the re-degraded result leaves unexplained, [0,1] units.</param>
/// <param name="InputSha256">Of the original's content.</param>
/// <param name="OutputSha256">Of the result's content.</param>
/// <param name="SettingsHash">Settings, prior and algorithm version.</param>
/// <param name="Prior">Name and version.</param>
/// <param name="Software">Name and version.</param>
/// <param name="Finished">When it was made, or failed for the first time in this way.</param>
/// <param name="Seconds">Of the attempt that finished it.</param>
/// <param name="Notes">How the file was read or written, where that is worth a word.</param>
/// <param name="StoppedBy">Why it were no more: "given", "residual", "rest" or "limit"; null where none was taken, and in reports from before it was noted.</param>
internal sealed record ReportEntry(
    string Output, string? Input, string Outcome, string? Reason, string? Task, int Steps, int Width, int Height, int BitDepth, double? NoiseSigma,
    double? Residual, string? InputSha256, string? OutputSha256, string? SettingsHash, string? Prior, string? Software, DateTimeOffset Finished,
    double Seconds, IReadOnlyList<string> Notes, string? StoppedBy = null)
{
    /// <summary>Whether parts of the original are missing; what can be shown lies in the output.</summary>
    public bool IsDamaged => Outcome == ResultStamp.Damaged;

    public bool IsFailed => Outcome == "failed";

    public static ReportEntry Of(string key, string? input, SidecarView sidecar) => new(
        key, input, sidecar.Outcome, sidecar.Reason, sidecar.Task, sidecar.Steps, sidecar.Width, sidecar.Height, sidecar.BitDepth, sidecar.NoiseSigma,
        sidecar.Residual, sidecar.Input.Sha256, sidecar.Output.Sha256, sidecar.SettingsHash, $"{sidecar.Prior.Name} {sidecar.Prior.Version}",
        sidecar.Software, sidecar.Finished, sidecar.ElapsedSeconds, sidecar.Notes ?? [], sidecar.StoppedBy);

    public static ReportEntry Failed(string key, string? input, string? reason, DateTimeOffset now) =>
        new(key, input, "failed", reason, null, 0, 0, 0, 0, null, null, null, null, null, null, null, now, 0, []);
}
