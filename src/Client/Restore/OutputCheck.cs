using BirD.Client.Inputs;
using BirD.Client.Provenance;
using BirD.Storage.Files;
using BirD.Storage.Manifests;
using BirD.Storage.Results;
using BirD.Storage.Results.Local;

namespace BirD.Client.Restore;

/// <summary>Refuses a run whose results would take the place of originals, or of files that nobody said may be replaced.</summary>
/// <remarks>The store looks again at every write (<see cref="Replacing"/>); this is what says it before an hour's work.</remarks>
internal static class OutputCheck
{
    private const int Named = 3;

    /// <summary>Every file that the run only reads.</summary>
    public static OriginalSet Originals(Listing listing)
    {
        var originals = new OriginalSet();
        foreach (var item in listing.Items)
        {
            originals.Add(listing.PathOf(item));
            foreach (var companion in item.Companions ?? [])
            {
                originals.Add(listing.PathOf(companion));
            }
        }

        return originals;
    }

    /// <returns>The originals of the run, for the store.</returns>
    /// <exception cref="UsageException">Something would be replaced; the message names it and says what to do.</exception>
    public static OriginalSet Require(string output, bool force, Listing listing)
    {
        var (originals, folder) = (Originals(listing), Path.GetFullPath(output));
        var hit = listing.Items.SelectMany(item => Targets(folder, item)).Concat(PackageFiles.Names(folder)).Where(originals.Holds).ToList();
        if (hit.Count > 0)
        {
            throw new UsageException(
                $"{List(hit)}: results would take the place of originals. Choose another output folder, for example {Path.Combine(folder, "restored")}.");
        }

        var foreign = Directory.Exists(folder) && !force ? Foreign(folder, listing).ToList() : [];
        return foreign.Count == 0 ? originals : throw new UsageException(
            $"{List(foreign)}: there already, and nothing that bird made (no valid {ResultNames.SidecarSuffix} vouches for it). Choose another output folder, move it away, or have it replaced with --force.");
    }

    private static IEnumerable<string> Foreign(string output, Listing listing)
    {
        var results = new FileResultStore(output);
        return listing.Items.Where(item => !results.IsFreeOrOurs(item.Output)).Select(item => Path.Combine(output, item.Output))
            .Concat(PackageFiles.Foreign(output));
    }

    private static IEnumerable<string> Targets(string output, ManifestItem item) =>
        from suffix in (string[])["", ResultNames.SidecarSuffix, ResultNames.UncertaintySuffix, ResultNames.FoundSuffix]
        select Path.Combine(output, item.Output) + suffix;

    private static string List(List<string> paths) =>
        string.Join(", ", paths.Take(Named)) + (paths.Count > Named ? $" and {paths.Count - Named} more" : "");
}
