using BirD.Contracts.Jobs;
using BirD.Storage.Files;
using BirD.Storage.Manifests;
using BirD.Storage.Objects;
using BirD.Storage.Results;

namespace BirD.Client.Inputs;

/// <summary>Roots and manifest items of a run.</summary>
/// <param name="Roots">Distinct input directories.</param>
/// <param name="Items">Pictures with their output names.</param>
/// <param name="Renamed">Outputs that took another name because two pictures wanted the same.</param>
/// <param name="Unreadable">Folders whose pictures are missing here, and why.</param>
internal sealed record Listing(
    IReadOnlyList<InputRoot> Roots, IReadOnlyList<ManifestItem> Items, IReadOnlyList<string> Renamed, IReadOnlyList<string> Unreadable)
{
    /// <summary>
    /// Each folder's tree is mirrored directly below the output. Names that would collide, with one another or with a map beside
    /// a result, get "~2", "~3", ... and are reported; case and Unicode normal form don't count, for the sake of file systems
    /// that don't tell. Names that leave no room for the sidecar's are cut short.
    /// </summary>
    public static Listing Create(IReadOnlyList<InputRootListing> found)
    {
        var roots = found.Select(root => root.Location).Distinct(StringComparer.Ordinal)
            .Select((location, n) => new InputRoot($"r{n}", location)).ToList();
        var ids = roots.ToDictionary(root => root.Location, root => root.Id, StringComparer.Ordinal);
        var (items, renamed) = (new List<ManifestItem>(), new List<string>());
        var (taken, seen) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        var unreadable = found.SelectMany(root => root.Unreadable).ToList();
        foreach (var (root, key) in found.SelectMany(root => root.Keys.Select(key => (root, key))))
        {
            var path = Path.Combine(root.Location, key);
            if (!seen.Add(path))
            {
                continue;
            }

            if (Refusal(key) is { } refusal)
            {
                unreadable.Add($"{path} {refusal}");
                continue;
            }

            var output = Free(key, taken);
            if (output != key)
            {
                renamed.Add($"{path} becomes {output}");
            }

            items.Add(new ManifestItem(ids[root.Location], key, output, new FileInfo(path).Length));
        }

        return new Listing(roots, items, renamed, unreadable);
    }

    public string PathOf(ManifestItem item) => Path.Combine(Roots.Single(root => root.Id == item.Root).Location, item.Key);

    public string PathOf(ManifestCompanion companion) =>
        Path.Combine(Roots.Single(root => root.Id == companion.Root).Location, companion.Key);

    public Listing Without(IReadOnlyCollection<ManifestItem> items) => this with { Items = [.. Items.Except(items)] };

    /// <summary>Why a picture can't take part, from its name alone; null when it can.</summary>
    private static string? Refusal(string key) =>
        key.Contains('\\', StringComparison.Ordinal) ? "has a backslash in its name, which other systems read as a folder. Rename it."
        : key.Length > ObjectKey.MaxLength ? $"lies more than {ObjectKey.MaxLength} characters deep. Name a folder further down as the input."
        : null;

    private static string Free(string key, HashSet<string> taken)
    {
        var folder = key[..(key.LastIndexOf('/') + 1)];
        var (stem, extension) = (Path.GetFileNameWithoutExtension(key), Path.GetExtension(key));
        var name = folder + Fitting(stem + extension);
        for (var n = 2; !Take(name, taken); n++)
        {
            name = folder + Fitting($"{stem}~{n}{extension}");
        }

        return name;
    }

    private static string Fitting(string name) => FileNames.Fitting(name, ResultNames.UncertaintySuffix.Length);

    private static bool Take(string name, HashSet<string> taken)
    {
        string[] names = [FileNames.Fold(name), FileNames.Fold(name + ResultNames.UncertaintySuffix), FileNames.Fold(name + ResultNames.FoundSuffix)];
        if (names.Any(taken.Contains))
        {
            return false;
        }

        taken.UnionWith(names);
        return true;
    }
}
