using BirD.Contracts.Jobs;
using BirD.Grains.Records;
using BirD.Restoration.Planning;
using BirD.Restoration.Settings;
using BirD.Storage.Inputs;
using BirD.Storage.Manifests;

namespace BirD.Grains.Listing;

/// <summary>Gives pictures their masks while they are listed: one for all, one each from a folder, or those in <c>masks/</c> beside them.</summary>
/// <remarks>
/// Pictures come in the order of their keys, so what is known of a folder is kept until the listing has left it: every
/// folder of masks is listed once, and no more than one path of them is in memory.
/// </remarks>
internal sealed class ListedMasks
{
    private readonly Stack<(string Folder, HashSet<string> Names)> known = [];
    private readonly SubmittedMask? mask;
    private readonly bool wanted;
    private readonly InputRoot root;
    private readonly IInputLister lister;

    public ListedMasks(SubmissionRecord submission, IInputListerFactory listers)
    {
        var settings = SettingsCodec.FromJson(submission.Spec.SettingsJson);
        (mask, wanted) = (submission.Mask, MaskUse.Refusal(settings) is null);
        var record = mask is null ? submission.Spec.Roots[0] : submission.Spec.Roots.Single(candidate => candidate.Id == SubmittedMask.RootId);
        root = new InputRoot(record.Id, record.Location);
        lister = listers.Open(root.Location);
        AreNeeded = mask is not null || MaskUse.IsNeeded(settings);
    }

    /// <summary>True when it is a mistake that no picture has a mask.</summary>
    public bool AreNeeded { get; }

    /// <exception cref="InputMissingException">A folder of masks can't be read.</exception>
    public async ValueTask<ManifestItem> AttachAsync(ManifestItem item, CancellationToken cancellationToken) =>
        wanted && await FindAsync(item, cancellationToken) is { } key
            ? item with { Companions = [new ManifestCompanion(CompanionRole.Mask, root.Id, key)] }
            : item;

    private async ValueTask<string?> FindAsync(ManifestItem item, CancellationToken cancellationToken)
    {
        if (mask is { IsFile: true })
        {
            return mask.Path;
        }

        var (folder, name) = Split(item.Output);
        while (known.TryPeek(out var top) && !folder.StartsWith(top.Folder, StringComparison.Ordinal))
        {
            known.Pop();
        }

        var place = mask is null ? $"{Split(item.Key).Folder}{MaskNames.Folder}/" : $"{(mask.Path.Length > 0 ? mask.Path + "/" : "")}{folder}";
        if (!known.TryPeek(out var at) || at.Folder != folder)
        {
            var names = await lister.ListFolderAsync(place.TrimEnd('/'), cancellationToken)
                .Select(entry => entry.Key[place.Length..]).Where(MaskNames.IsMask).ToHashSetAsync(StringComparer.Ordinal, cancellationToken);
            known.Push(at = (folder, names));
        }

        return MaskNames.Of(name).FirstOrDefault(at.Names.Contains) is { } found ? place + found : null;
    }

    /// <summary>The folder with a slash at its end, or nothing; and the name.</summary>
    private static (string Folder, string Name) Split(string key) =>
        (key[..(key.LastIndexOf('/') + 1)], key[(key.LastIndexOf('/') + 1)..]);
}
