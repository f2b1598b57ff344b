using System.Globalization;
using System.Security.Cryptography;
using BirD.Client.Inputs;
using BirD.Client.Output;
using BirD.Client.Progress;
using BirD.Client.Runs;
using BirD.Restoration.Imaging;
using BirD.Restoration.Imaging.Faults;
using BirD.Restoration.Priors;
using BirD.Restoration.Settings;
using BirD.Storage.Manifests;
using BirD.Storage.Results;
using BirD.Storage.Results.Local;

namespace BirD.Client.Restore;

/// <summary>Says what a run would do and what it would take. Reads everything, and writes nothing.</summary>
internal sealed class DryRun(RestoreRequest request, Listing listing, Func<string, long> freeSpace)
{
    private readonly FileResultStore results = new(request.Output);
    private readonly string settingsHash = SettingsCodec.Hash(request.Settings, PriorFile.Hash(request.PriorFile));
    private readonly List<ManifestItem> work = [];
    private int skipped;
    private int failing;
    private long pixels;

    public static Task<int> ExecuteAsync(RestoreRequest request, Listing listing, CancellationToken cancellationToken) =>
        new DryRun(request, listing, DiskSpace.Free).RunAsync(cancellationToken);

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        foreach (var item in listing.Items)
        {
            var (action, reason) = await PlanAsync(item, cancellationToken);
            var path = listing.PathOf(item);
            if (request.Json)
            {
                JsonLines.Planned(path, item.Output, action, reason);
            }

            await Console.Error.WriteLineAsync(
                PlainText.Of($"{action,-7} {path} -> {Path.Combine(request.Output, item.Output)}{(reason is null ? "" : $": {reason}")}"));
        }

        foreach (var line in listing.Unreadable)
        {
            await Console.Error.WriteLineAsync($"Not read: {PlainText.Of(line)}");
        }

        await EstimateAsync(cancellationToken);
        return failing + listing.Unreadable.Count > 0 ? ExitCodes.SomeFailed : ExitCodes.Done;
    }

    private async Task<bool> CompanionsMatchAsync(ManifestItem item, ResultStamp stamp, CancellationToken cancellationToken)
    {
        var hashes = new List<string>();
        foreach (var companion in item.Companions ?? [])
        {
            await using var stream = File.OpenRead(listing.PathOf(companion));
            hashes.Add(Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken)));
        }

        return stamp.CompanionsSha256 == string.Join(',', hashes);
    }

    private async Task<(string Action, string? Reason)> PlanAsync(ManifestItem item, CancellationToken cancellationToken)
    {
        try
        {
            var bytes = await File.ReadAllBytesAsync(listing.PathOf(item), cancellationToken);
            if (!request.Force && await IsDoneAsync(item, bytes, cancellationToken))
            {
                skipped++;
                return ("skip", null);
            }

            pixels += PictureSurvey.Read(bytes, new DecodeLimits()).Pixels;
            work.Add(item);
            return ("restore", null);
        }
        catch (Exception e) when (e is PictureException or IOException or UnauthorizedAccessException)
        {
            failing++;
            return ("fail", e.Message);
        }
    }

    private async Task<bool> IsDoneAsync(ManifestItem item, byte[] bytes, CancellationToken cancellationToken) =>
        await results.FindAsync(item.Output, cancellationToken) is { } stamp
        && stamp.SettingsHash == settingsHash
        && Convert.ToHexStringLower(SHA256.HashData(bytes)) == stamp.InputSha256
        && await CompanionsMatchAsync(item, stamp, cancellationToken)
        && await results.IsWholeAsync(item.Output, stamp, cancellationToken);

    private async Task EstimateAsync(CancellationToken cancellationToken)
    {
        var seconds = pixels == 0 ? 0 : pixels * await SpeedProbe.SecondsPerPixelAsync(request, cancellationToken);
        var (needed, free) = (DiskSpace.Needed(request.Output, work), freeSpace(request.Output));
        if (request.Json)
        {
            JsonLines.Estimate(new JsonLines.EstimateLine("estimate", work.Count, skipped, failing, pixels / 1e6, seconds, needed, free));
        }

        await Console.Error.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"Would restore {work.Count} pictures ({pixels / 1e6:0.0} megapixels), skip {skipped}, fail {failing}. Nothing was written."));
        await Console.Error.WriteLineAsync(
            $"At most {ClosingLines.Duration(TimeSpan.FromSeconds(seconds))} on this machine (measured just now; pictures that need nothing take none) and {DiskSpace.Text(needed)} of the {DiskSpace.Text(free)} free.");
        if (needed > free)
        {
            await Console.Error.WriteLineAsync("The disk looks too small: a run would refuse to start without --ignore-disk-space.");
        }
    }
}
