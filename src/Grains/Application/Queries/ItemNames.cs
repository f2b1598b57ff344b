using BirD.Grains.Records;

namespace BirD.Grains.Application.Queries;

/// <summary>Names originals as their user does: below the input root's name, not by where the server keeps it.</summary>
public sealed class ItemNames
{
    private readonly Dictionary<string, string> roots;
    private readonly List<(string Location, string Name)> locations;

    private ItemNames(Dictionary<string, string> roots, List<(string, string)> locations) => (this.roots, this.locations) = (roots, locations);

    public static ItemNames For(JobSpecRecord spec, SubmissionRecord? submission)
    {
        // What a submission names begins with the name of its one root; other jobs were started with paths of their own.
        var name = submission?.Input.Split('/')[0];
        var roots = spec.Roots.ToDictionary(root => root.Id, root => (name ?? root.Location).TrimEnd('/'), StringComparer.Ordinal);
        return new ItemNames(roots, [.. spec.Roots.Select(root => (root.Location.TrimEnd('/'), roots[root.Id]))]);
    }

    public string Of(string root, string key) => roots.TryGetValue(root, out var name) ? $"{name}/{key}" : key;

    /// <summary>From the path that events and progress carry.</summary>
    public string OfPath(string path)
    {
        var (location, name) = locations.Find(root => path.StartsWith(root.Location + "/", StringComparison.Ordinal));
        return location is null ? path : name + path[location.Length..];
    }
}
