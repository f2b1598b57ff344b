using BirD.Restoration.Planning;
using BirD.Restoration.Settings;
using BirD.Storage.Manifests;

namespace BirD.Client.Inputs;

/// <summary>For <c>--task hdr</c>: the pictures of one folder are the exposures of one scene.</summary>
/// <remarks>The result takes name, format and metadata of the first in name order, which on most cameras is the normal exposure.</remarks>
internal static class BracketFinder
{
    /// <exception cref="UsageException">No folder holds more than one picture.</exception>
    public static Listing Attach(Listing listing, RestoreSettings settings)
    {
        if (settings.Task != RestorationTask.Hdr)
        {
            return listing;
        }

        var scenes = listing.Items.GroupBy(item => (item.Root, item.Key[..(item.Key.LastIndexOf('/') + 1)])).Select(Scene).ToList();
        return scenes.Exists(scene => scene.Companions is not null)
            ? listing with { Items = scenes }
            : throw new UsageException("--task hdr needs at least two exposures of a scene in one folder, and found none.");
    }

    private static ManifestItem Scene(IEnumerable<ManifestItem> exposures)
    {
        var ordered = exposures.OrderBy(item => item.Key, StringComparer.Ordinal).ToList();
        return ordered.Count == 1
            ? ordered[0]
            : ordered[0] with
            {
                Size = ordered.Sum(item => item.Size),
                Companions = [.. ordered.Skip(1).Select(item => new ManifestCompanion(CompanionRole.Exposure, item.Root, item.Key))],
            };
    }
}
