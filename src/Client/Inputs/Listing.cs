using BirD.Contracts.Jobs;
using BirD.Storage.Manifests;

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
    /// Each folder's tree is mirrored directly below the output. Names that would collide (also where only the case
    /// differs, for the sake of file systems that don't tell) get "~2", "~3", ... and are reported.
    /// </summary>
    public static Listing Create(IReadOnlyList<InputRootListing> found)
    {
        var roots = found.Select(root => root.Location).Distinct(StringComparer.Ordinal)
            .Select((location, n) => new InputRoot($"r{n}", location)).ToList();
        var ids = roots.ToDictionary(root => root.Location, root => root.Id, StringComparer.Ordinal);
        var (items, renamed) = (new List<ManifestItem>(), new List<string>());
        var (taken, seen) = (new HashSet<string>(StringComparer.OrdinalIgnoreCase), new HashSet<string>(StringComparer.Ordinal));
        foreach (var (root, key) in found.SelectMany(root => root.Keys.Select(key => (root, key))))
        {
            var path = Path.Combine(root.Location, key);
            if (!seen.Add(path))
            {
                continue;
            }

            var output = Free(key, taken);
            if (output != key)
            {
                renamed.Add($"{path} becomes {output}");
            }

            items.Add(new ManifestItem(ids[root.Location], key, output, new FileInfo(path).Length));
        }

        return new Listing(roots, items, renamed, [.. found.SelectMany(root => root.Unreadable)]);
    }

    public string PathOf(ManifestItem item) => Path.Combine(Roots.Single(root => root.Id == item.Root).Location, item.Key);

    public string PathOf(ManifestCompanion companion) =>
        Path.Combine(Roots.Single(root => root.Id == companion.Root).Location, companion.Key);

    public Listing Without(IReadOnlyCollection<ManifestItem> items) => this with { Items = [.. Items.Except(items)] };

    private static string Free(string key, HashSet<string> taken)
    {
        var (stem, extension) = (key[..^Path.GetExtension(key).Length], Path.GetExtension(key));
        var name = key;
        for (var n = 2; !taken.Add(name); n++)
        {
            name = $"{stem}~{n}{extension}";
        }

        return name;
    }
}
