namespace BirD.Storage.Files;

/// <summary>A path without links, and whether two folders lie in one another whatever they are called.</summary>
public static class RealPath
{
    /// <summary>As many links in a row as Linux itself follows.</summary>
    private const int MaxLinks = 40;

    /// <summary>The path with every link on the way followed; what isn't there yet is kept as it is written.</summary>
    public static string Of(string path) => Of(Path.GetFullPath(path), MaxLinks);

    /// <summary>True when one is the other or lies somewhere below it; links and second mounts are seen through.</summary>
    public static bool AreNested(string first, string second) =>
        Of(first) is var a && Of(second) is var b && (IsWithin(a, b) || IsWithin(b, a));

    private static bool IsWithin(string inner, string outer)
    {
        var identity = FileFacts.Of(outer).Identity;
        for (var at = inner; at is not null; at = Path.GetDirectoryName(at))
        {
            if (at == outer || (identity is not null && FileFacts.Of(at).Identity == identity))
            {
                return true;
            }
        }

        return false;
    }

    private static string Of(string full, int links)
    {
        if (Path.GetDirectoryName(full) is not { } parent)
        {
            return full;
        }

        var at = Path.Combine(Of(parent, links), Path.GetFileName(full));
        return links > 0 && new FileInfo(at).LinkTarget is { } target
            ? Of(Path.GetFullPath(target, Path.GetDirectoryName(at)!), links - 1)
            : at;
    }
}
