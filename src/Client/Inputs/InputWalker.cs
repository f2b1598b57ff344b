using BirD.Storage.Inputs;

namespace BirD.Client.Inputs;

/// <summary>Turns what the user named into pictures to restore, in one fixed order.</summary>
/// <remarks>
/// A named file is always taken. In folders, pictures are recognised by extension; hidden and system files, masks,
/// sidecars, state and everything below the output folder are passed over, so that results are never eaten as inputs.
/// </remarks>
internal static class InputWalker
{
    /// <exception cref="UsageException">A path is missing, or nothing was found.</exception>
    public static IReadOnlyList<InputRootListing> List(IReadOnlyList<string> paths, string output)
    {
        var missing = paths.Where(path => !Path.Exists(path)).ToList();
        if (missing.Count > 0)
        {
            throw new UsageException($"Not found: {string.Join(", ", missing)}.");
        }

        var outputPath = Path.GetFullPath(output);
        var roots = paths.Select(path => Directory.Exists(path) ? Folder(path, outputPath) : SingleFile(path)).ToList();
        return roots.Sum(root => root.Keys.Count) > 0
            ? roots
            : throw new UsageException($"No pictures in {string.Join(", ", paths)}; looked for {string.Join(' ', PictureNames.Extensions)}.");
    }

    private static InputRootListing SingleFile(string path)
    {
        // Naming a link is naming what it points to; only links met inside a folder are held to that folder.
        var full = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
        return new InputRootListing(Path.GetDirectoryName(full)!, [Path.GetFileName(full)]);
    }

    private static InputRootListing Folder(string path, string output)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (root == output)
        {
            throw new UsageException(
                $"The output {output} is also an input: results would take the names of the originals. Choose another folder, for example {Path.Combine(output, "restored")}.");
        }

        var found = new List<string>();
        Walk(new DirectoryInfo(root), root, output, found);
        found.Sort(StringComparer.Ordinal);
        return new InputRootListing(root, found);
    }

    private static void Walk(DirectoryInfo folder, string root, string output, List<string> found)
    {
        foreach (var entry in folder.EnumerateFileSystemInfos())
        {
            if (IsHidden(entry) || entry.FullName == output || LeadsOutside(entry, root))
            {
                continue;
            }

            if (entry is DirectoryInfo child)
            {
                // A link to a folder inside the tree would list its pictures twice, or for ever.
                if (child.LinkTarget is null && !child.Name.Equals("masks", StringComparison.OrdinalIgnoreCase))
                {
                    Walk(child, root, output, found);
                }
            }
            else if (PictureNames.IsPicture(entry.Name))
            {
                found.Add(Path.GetRelativePath(root, entry.FullName).Replace(Path.DirectorySeparatorChar, '/'));
            }
        }
    }

    private static bool IsHidden(FileSystemInfo entry) =>
        entry.Name.StartsWith('.') || entry.Attributes.HasFlag(FileAttributes.System);

    private static bool LeadsOutside(FileSystemInfo entry, string root) =>
        entry.LinkTarget is not null
        && entry.ResolveLinkTarget(returnFinalTarget: true)?.FullName.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal) != true;
}

/// <param name="Location">Absolute directory.</param>
/// <param name="Keys">Pictures below it, '/'-separated, ordinal order.</param>
internal sealed record InputRootListing(string Location, IReadOnlyList<string> Keys);
