using System.Security.Cryptography;
using BirD.Client.Inputs;
using BirD.Client.Output;
using BirD.Restoration.Pipeline;
using BirD.Restoration.Priors;
using BirD.Storage.Manifests;
using BirD.Storage.Results.Local;

namespace BirD.Client.Restore;

/// <summary>Says what a run would do. Reads, and writes nothing.</summary>
internal static class DryRun
{
    public static async Task<int> ExecuteAsync(RestoreRequest request, Listing listing, CancellationToken cancellationToken)
    {
        var settingsHash = SettingsCodec.Hash(request.Settings, PriorFile.Hash(request.PriorFile));
        var results = new FileResultStore(request.Output);
        var (skipped, bytes) = (0, 0L);
        foreach (var item in listing.Items)
        {
            var path = listing.PathOf(item);
            var done = await IsDoneAsync(results, item, path, settingsHash, cancellationToken)
                && await CompanionsMatchAsync(results, listing, item, cancellationToken);
            skipped += done ? 1 : 0;
            bytes += done ? 0 : item.Size;
            if (request.Json)
            {
                JsonLines.Planned(path, item.Output, done);
            }

            await Console.Error.WriteLineAsync($"{(done ? "skip   " : "restore")} {path} -> {Path.Combine(request.Output, item.Output)}");
        }

        await Console.Error.WriteLineAsync(
            $"Would restore {listing.Items.Count - skipped} pictures ({bytes / 1e6:0.0} MB) and skip {skipped}. Nothing was written.");
        return ExitCodes.Done;
    }

    private static async Task<bool> CompanionsMatchAsync(
        FileResultStore results, Listing listing, ManifestItem item, CancellationToken cancellationToken)
    {
        var hashes = new List<string>();
        foreach (var companion in item.Companions ?? [])
        {
            await using var stream = File.OpenRead(listing.PathOf(companion));
            hashes.Add(Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken)));
        }

        return await results.FindAsync(item.Output, cancellationToken) is { } stamp && stamp.CompanionsSha256 == string.Join(',', hashes);
    }

    private static async Task<bool> IsDoneAsync(
        FileResultStore results, ManifestItem item, string path, string settingsHash, CancellationToken cancellationToken)
    {
        if (await results.FindAsync(item.Output, cancellationToken) is not { } stamp || stamp.SettingsHash != settingsHash)
        {
            return false;
        }

        await using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken)) == stamp.InputSha256
            && await results.IsWholeAsync(item.Output, stamp, cancellationToken);
    }
}
