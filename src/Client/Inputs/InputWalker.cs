using BirD.Storage.Files;
using BirD.Storage.Inputs;

namespace BirD.Client.Inputs;

/// <summary>Turns what the user named into pictures to restore, in one fixed order.</summary>
/// <remarks>
/// A named file is always taken. In folders, pictures are recognised by extension and filtered by the user's patterns; hidden
/// and system files, the helper folders of file managers and network stores, masks, sidecars, state and everything below the
/// output folder are passed over, so that results are never eaten as inputs. A folder that can't be read is reported: its
/// pictures must not go missing in silence.
/// </remarks>
internal static class InputWalker
{
    /// <exception cref="UsageException">A path is missing, or nothing was found.</exception>
    public static IReadOnlyList<InputRootListing> List(IReadOnlyList<string> paths, string output, InputFilter? filter = null)
    {
        filter ??= InputFilter.Everything;
        var missing = paths.Where(path => !Path.Exists(path)).ToList();
        if (missing.Count > 0)
        {
            throw new UsageException($"Not found: {string.Join(", ", missing)}.");
        }

        var outputPath = Path.GetFullPath(output);
        var roots = paths.Select(path => Directory.Exists(path) ? Folder(path, outputPath, filter) : SingleFile(path)).ToList();
        return roots.Sum(root => root.Keys.Count) > 0
            ? roots
            : throw new UsageException(
                $"No pictures in {string.Join(", ", paths)}; looked for {string.Join(' ', PictureNames.Extensions)}{filter}. {string.Join(' ', roots.SelectMany(root => root.Unreadable))}".TrimEnd());
    }

    /// <summary>The pictures of one folder, for measuring with.</summary>
    /// <exception cref="UsageException">The folder is missing or holds no picture.</exception>
    public static IReadOnlyList<string> Files(string folder, int limit) =>
        [.. List([folder], Path.Combine(folder, ".none")).SelectMany(root => root.Keys.Select(key => Path.Combine(root.Location, key))).Take(limit)];

    private static InputRootListing SingleFile(string path)
    {
        // Naming a link is naming what it points to; only links met inside a folder are held to that folder.
        var full = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
        return FileFacts.Of(full).Kind == FileKind.Special
            ? new InputRootListing(Path.GetDirectoryName(full)!, [], [$"{full} {FolderWalk.SpecialFile}"])
            : new InputRootListing(Path.GetDirectoryName(full)!, [Path.GetFileName(full)], []);
    }

    private static InputRootListing Folder(string path, string output, InputFilter filter)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var place = FileFacts.Of(output).Identity;
        if (root == output || (place is not null && FileFacts.Of(root).Identity == place))
        {
            throw new UsageException(
                $"The output {output} is also an input: results would take the names of the originals. Choose another folder, for example {Path.Combine(output, "restored")}.");
        }

        var walk = new FolderWalk(root, place, filter);
        walk.Visit(new DirectoryInfo(root));
        walk.Found.Sort(StringComparer.Ordinal);
        return new InputRootListing(root, walk.Found, walk.Unreadable);
    }
}

/// <param name="Location">Absolute directory.</param>
/// <param name="Keys">Pictures below it, '/'-separated, ordinal order.</param>
/// <param name="Unreadable">Folders that could not be listed and pictures that can't be opened, and why.</param>
internal sealed record InputRootListing(string Location, IReadOnlyList<string> Keys, IReadOnlyList<string> Unreadable);
