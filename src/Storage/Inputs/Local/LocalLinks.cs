namespace BirD.Storage.Inputs.Local;

/// <summary>Keeps a path inside its root although the file system may hold links.</summary>
public static class LocalLinks
{
    /// <summary>As many links in a row as Linux itself follows.</summary>
    private const int MaxLinks = 40;

    /// <exception cref="InputMissingException">A part of <paramref name="path"/> below the root is a link that leads out of the root.</exception>
    public static void Refuse(string root, string path)
    {
        if (FindEscape(root, path) is { } target)
        {
            throw new InputMissingException($"{path} leads through a link to {target}, outside {root}.");
        }
    }

    /// <summary>Where the first link on the way that leads out of <paramref name="root"/> points to; null when none does.</summary>
    /// <param name="root">Absolute directory without a separator at its end.</param>
    /// <param name="path">Absolute path below it; need not exist.</param>
    public static string? FindEscape(string root, string path) => FindEscape(root, path, MaxLinks);

    private static string? FindEscape(string root, string path, int links)
    {
        for (var at = path; at.Length > root.Length; at = Path.GetDirectoryName(at)!)
        {
            if (new FileInfo(at).LinkTarget is not { } link)
            {
                continue;
            }

            var target = Path.GetFullPath(link, Path.GetDirectoryName(at)!);
            if (links == 0 || !(target + Path.DirectorySeparatorChar).StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                return target;
            }

            // What it points to may itself lie behind another link.
            if (FindEscape(root, target, links - 1) is { } further)
            {
                return further;
            }
        }

        return null;
    }
}
