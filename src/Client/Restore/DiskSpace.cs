using System.Globalization;
using BirD.Client.Inputs;
using BirD.Client.Runs;
using BirD.Storage.Manifests;

namespace BirD.Client.Restore;

/// <summary>Whether the results fit on the disk that they go to.</summary>
internal static class DiskSpace
{
    /// <summary>Bytes that must stay free for checkpoints, logs and everybody else.</summary>
    public const long Reserve = 256L << 20;

    /// <summary>
    /// Bytes that the results need beside what already lies there, from file sizes alone: generous for formats that the
    /// original compressed harder than the result will be.
    /// </summary>
    public static long Needed(string output, IEnumerable<ManifestItem> items) =>
        Reserve + items.Sum(item => Math.Max(0, Result(item) - Existing(Path.Combine(output, item.Output))));

    /// <summary>Free bytes of the disk that <paramref name="output"/> lies or will lie on.</summary>
    public static long Free(string output)
    {
        var folder = Path.GetFullPath(output);
        while (!Directory.Exists(folder))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return new DriveInfo(folder).AvailableFreeSpace;
    }

    /// <exception cref="UsageException">The disk can't hold the results, and the user didn't say to start all the same.</exception>
    public static void Require(RestoreRequest request, Listing listing, Func<string, long> free)
    {
        var (needed, available) = (Needed(request.Output, listing.Items), free(request.Output));
        if (needed > available && !request.IgnoreDiskSpace)
        {
            throw new UsageException(
                $"The results need up to {Text(needed)} and {request.Output} has {Text(available)} free. Make room, choose another disk with --output, or start all the same with --ignore-disk-space.");
        }
    }

    public static string Text(long bytes) => bytes < 1_000_000_000
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB");

    // A JPEG of low quality with halved colour is written at 92 with full colour: room for four times its size is kept.
    private static long Result(ManifestItem item) => Path.GetExtension(item.Output).ToUpperInvariant() switch
    {
        ".JPG" or ".JPEG" or ".WEBP" or ".AVIF" => 4 * item.Size,
        _ => item.Size + (item.Size / 3),
    };

    private static long Existing(string path) => File.Exists(path) ? new FileInfo(path).Length : 0;
}
