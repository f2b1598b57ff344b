using BirD.Client.Inputs;
using BirD.Client.Runs;
using BirD.Storage.Manifests;
using BirD.Storage.Results;
using BirD.Storage.Results.Local;

namespace BirD.Client.Restore;

/// <summary>What the results that already lie in the output mean for a run.</summary>
internal static class EarlierResults
{
    /// <summary>
    /// For --update: the pictures whose result is of these settings, whole by its size, and newer than the picture. Content is
    /// not read, so a picture that was changed without its time changing goes unnoticed; the default notices.
    /// </summary>
    public static IReadOnlyList<ManifestItem> UpToDate(RestoreRequest request, Listing listing, string settingsHash) =>
        [.. listing.Items.Where(item => IsUpToDate(
            Path.Combine(request.Output, item.Output), [listing.PathOf(item), .. (item.Companions ?? []).Select(listing.PathOf)], settingsHash))];

    /// <summary>
    /// For --force: takes away that the results count as done, not that they are ours. The pictures themselves stay in place
    /// until better ones replace them, and a run that is interrupted goes on without --force.
    /// </summary>
    public static void Forget(string output, Listing listing)
    {
        var results = new FileResultStore(output);
        foreach (var item in listing.Items)
        {
            results.Forget(item.Output);
        }
    }

    private static bool IsUpToDate(string result, IReadOnlyList<string> originals, string settingsHash)
    {
        var sidecar = result + ResultNames.SidecarSuffix;
        return File.Exists(sidecar) && File.Exists(result)
            && originals.All(original => File.GetLastWriteTimeUtc(original) < File.GetLastWriteTimeUtc(sidecar))
            && ResultStampReader.Parse(File.ReadAllBytes(sidecar)) is { } stamp
            && stamp.SettingsHash == settingsHash
            && stamp.OutputBytes == new FileInfo(result).Length;
    }
}
