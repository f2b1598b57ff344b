using BirD.Contracts.Jobs;
using BirD.Restoration.Planning;
using BirD.Restoration.Settings;
using BirD.Storage.Inputs;
using BirD.Storage.Manifests;

namespace BirD.Client.Inputs;

/// <summary>Gives pictures their masks: one for all, one each from a folder, or those that lie in <c>masks/</c> beside them.</summary>
internal static class MaskFinder
{
    private const string RootId = "masks";

    /// <param name="listing">Pictures, none of which has companions yet.</param>
    /// <param name="mask">File or folder that the user named; null to look beside the pictures.</param>
    /// <param name="settings">Only some tasks take a mask.</param>
    /// <exception cref="UsageException">The mask is missing, matches no picture, or the task takes none.</exception>
    public static Listing Attach(Listing listing, string? mask, RestoreSettings settings)
    {
        if (MaskUse.Refusal(settings) is { } refusal)
        {
            return mask is null ? listing : throw new UsageException(refusal);
        }

        if (mask is not null && !Path.Exists(mask))
        {
            throw new UsageException($"The mask {mask} is not there.");
        }

        var found = mask is null ? FromBeside(listing) : File.Exists(mask) ? OneForAll(listing, mask) : FromFolder(listing, mask);
        return found.Items.Any(item => item.Companions is not null) || (mask is null && settings.Task != RestorationTask.Inpaint)
            ? found
            : throw new UsageException(
                $"No picture has a mask in {mask ?? $"a folder '{MaskNames.Folder}' beside it"}. The mask of scan.jpg is named scan.mask.png: white is missing, black is intact.");
    }

    private static Listing OneForAll(Listing listing, string file) =>
        With(listing, Path.GetDirectoryName(Path.GetFullPath(file))!, _ => Path.GetFileName(file));

    private static Listing FromFolder(Listing listing, string folder)
    {
        var root = Path.GetFullPath(folder);
        return With(listing, root, item => MaskNames.Of(item.Key).FirstOrDefault(name => File.Exists(Path.Combine(root, name))));
    }

    private static Listing FromBeside(Listing listing) => listing with
    {
        Items =
        [
            .. listing.Items.Select(item =>
            {
                var (folder, location) = (FolderOf(item.Key), listing.Roots.Single(root => root.Id == item.Root).Location);
                var key = MaskNames.Of(Path.GetFileName(item.Key)).Select(name => $"{folder}{MaskNames.Folder}/{name}")
                    .FirstOrDefault(key => File.Exists(Path.Combine(location, key)));
                return key is null ? item : item with { Companions = [new ManifestCompanion(CompanionRole.Mask, item.Root, key)] };
            }),
        ],
    };

    private static Listing With(Listing listing, string root, Func<ManifestItem, string?> keyOf) => listing with
    {
        Roots = [.. listing.Roots, new InputRoot(RootId, root)],
        Items =
        [
            .. listing.Items.Select(item => keyOf(item) is { } key
                ? item with { Companions = [new ManifestCompanion(CompanionRole.Mask, RootId, key)] }
                : item),
        ],
    };

    private static string FolderOf(string key) => key[..(key.LastIndexOf('/') + 1)];
}
