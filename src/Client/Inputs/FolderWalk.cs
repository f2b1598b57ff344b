using BirD.Storage.Inputs;

namespace BirD.Client.Inputs;

/// <summary>One walk through one folder tree.</summary>
/// <param name="root">Absolute path of the tree's top.</param>
/// <param name="output">Absolute path of the results, which may lie inside the tree.</param>
/// <param name="filter">The user's patterns.</param>
internal sealed class FolderWalk(string root, string output, InputFilter filter)
{
    public List<string> Found { get; } = [];

    public List<string> Unreadable { get; } = [];

    public void Visit(DirectoryInfo folder)
    {
        foreach (var entry in Entries(folder))
        {
            if (IsHidden(entry) || entry.FullName == output || LeadsOutside(entry))
            {
                continue;
            }

            if (entry is DirectoryInfo child)
            {
                // A link to a folder inside the tree would list its pictures twice, or for ever.
                if (child.LinkTarget is null && !PictureNames.IsPassedOver(child.Name))
                {
                    Visit(child);
                }
            }
            else if (PictureNames.IsPicture(entry.Name))
            {
                var key = Path.GetRelativePath(root, entry.FullName).Replace(Path.DirectorySeparatorChar, '/');
                if (filter.Takes(key))
                {
                    Found.Add(key);
                }
            }
        }
    }

    private FileSystemInfo[] Entries(DirectoryInfo folder)
    {
        try
        {
            return folder.GetFileSystemInfos();
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            Unreadable.Add($"{folder.FullName} can't be listed: {e.Message}");
            return [];
        }
    }

    private static bool IsHidden(FileSystemInfo entry) =>
        entry.Name.StartsWith('.') || (entry.Attributes & (FileAttributes.System | FileAttributes.Hidden)) != 0;

    private bool LeadsOutside(FileSystemInfo entry) =>
        entry.LinkTarget is not null
        && entry.ResolveLinkTarget(returnFinalTarget: true)?.FullName.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal) != true;
}
