using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using BirD.Client.Output;
using BirD.Storage.Files;
using BirD.Storage.Inputs.Local;
using BirD.Storage.Results;

namespace BirD.Client.Provenance;

/// <summary>Checks an output folder against its manifest, and the originals against what they were.</summary>
internal sealed class Verification(string output, bool json)
{
    private int findings;

    public static Task<int> ExecuteAsync(string output, bool json, CancellationToken cancellationToken) =>
        new Verification(Path.TrimEndingDirectorySeparator(Path.GetFullPath(output)), json).RunAsync(cancellationToken);

    private async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var manifest = Manifest.Read(output);
        foreach (var (key, sha256) in manifest)
        {
            if (!IsBelow(key))
            {
                Find("outside", Path.Combine(output, key), "the manifest names a path outside of its folder, which was not looked at");
                continue;
            }

            var state = await HashAsync(Path.Combine(output, key), cancellationToken) is not { } hash ? "missing" : hash == sha256 ? null : "changed";
            if (state is not null)
            {
                Find(state, Path.Combine(output, key), state == "missing" ? "the manifest names it and it isn't there" : "it is not what the manifest says");
            }
        }

        foreach (var path in PackageFiles.Walk(output).Where(path => !manifest.ContainsKey(PackageFiles.Key(output, path))))
        {
            Find("unlisted", path, path.EndsWith(ResultNames.SidecarSuffix, StringComparison.Ordinal)
                ? "a sidecar that the manifest doesn't name" : "the manifest doesn't name it");
        }

        var report = Report.Load(output);
        var unknown = await OriginalsAsync(report, cancellationToken);
        var failed = report.Entries.Count(entry => entry.IsFailed);
        Close(manifest.Count, report.Entries.Count - failed - unknown, unknown, failed);
        return findings == 0 ? ExitCodes.Done : ExitCodes.SomeFailed;
    }

    /// <summary>Tells how many results have an original that no report names.</summary>
    private async Task<int> OriginalsAsync(Report report, CancellationToken cancellationToken)
    {
        var unknown = 0;
        foreach (var entry in report.Entries.Where(entry => !entry.IsFailed))
        {
            if (entry.Input is not { } original)
            {
                unknown++;
            }
            else if (await HashAsync(original, cancellationToken) is not { } hash)
            {
                Find("original-missing", original, "it isn't where the run found it");
            }
            else if (hash != entry.InputSha256)
            {
                Find("original-changed", original, "its content is not what was restored");
            }
        }

        return unknown;
    }

    /// <summary>A manifest that came from elsewhere must not make us read what lies elsewhere.</summary>
    private bool IsBelow(string key) =>
        !Path.IsPathRooted(key) && !key.Split('/', '\\').Contains("..") && LocalLinks.FindEscape(output, Path.Combine(output, key)) is null;

    private void Find(string kind, string path, string text)
    {
        findings++;
        Console.WriteLine(json ? JsonSerializer.Serialize(new Finding("finding", kind, path), VerificationJson.Default.Finding) : $"{kind}: {PlainText.Of(path)}: {text}");
    }

    private void Close(int files, int originals, int unknown, int failed) => Console.WriteLine(json
        ? JsonSerializer.Serialize(new Closing("summary", files, originals, unknown, failed, findings), VerificationJson.Default.Closing)
        : $"{files} files and {originals} originals checked, {findings} findings."
            + (unknown > 0 ? $" {unknown} originals are not known to the report." : "")
            + (failed > 0 ? $" {failed} pictures were never restored; {PackageFiles.Html} says why." : ""));

    private static async Task<string?> HashAsync(string path, CancellationToken cancellationToken)
    {
        // Reading a pipe or a device may never end.
        if (FileFacts.Of(path).Kind != FileKind.Regular)
        {
            return null;
        }

        await using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
    }

    internal sealed record Finding(string Event, string Kind, string Path);

    internal sealed record Closing(string Event, int Files, int Originals, int UnknownOriginals, int NeverRestored, int Findings);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Verification.Finding))]
[JsonSerializable(typeof(Verification.Closing))]
internal sealed partial class VerificationJson : JsonSerializerContext;
