using BirD.Storage.Files;
using BirD.Storage.Inputs;

namespace BirD.Client.Inputs;

/// <summary>One walk through one folder tree.</summary>
/// <param name="root">Absolute path of the tree's top.</param>
/// <param name="output">Which folder the results go to, which may lie inside the tree; null when it isn't there yet.</param>
/// <param name="filter">The user's patterns.</param>
internal sealed class FolderWalk(string root, FileIdentity? output, InputFilter filter)
{
    public const string SpecialFile = "is no file but a pipe, a socket or a device, which has no end.";

    public List<string> Found { get; } = [];

    /// <summary>What can't be read and looks like pictures, each with the reason: nothing may go missing in silence.</summary>
    public List<string> Unreadable { get; } = [];

    public void Visit(DirectoryInfo folder)
    {
        foreach (var entry in Entries(folder))
        {
            if (entry.Name.StartsWith('.') || (entry is FileInfo && !(PictureNames.IsPicture(entry.Name) && filter.Takes(KeyOf(entry)))))
            {
                continue;
            }

            if (Obstacle(entry) is { } obstacle)
            {
                Unreadable.Add($"{entry.FullName} {obstacle}");
            }
            else if (!IsHidden(entry) && !LeadsOutside(entry))
            {
                Take(entry);
            }
        }
    }

    private void Take(FileSystemInfo entry)
    {
        if (entry is DirectoryInfo child)
        {
            // A link to a folder inside the tree would list its pictures twice, or for ever.
            if (child.LinkTarget is null && !PictureNames.IsPassedOver(child.Name) && (output is null || FileFacts.Of(child.FullName).Identity != output))
            {
                Visit(child);
            }
        }
        else
        {
            Found.Add(KeyOf(entry));
        }
    }

    private string KeyOf(FileSystemInfo entry) => Path.GetRelativePath(root, entry.FullName).Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>Why an entry can't be read at all; null when it can.</summary>
    private static string? Obstacle(FileSystemInfo entry) => FileFacts.Of(entry.FullName).Kind switch
    {
        FileKind.Special => SpecialFile,
        FileKind.Missing when entry.Name.Contains('\uFFFD', StringComparison.Ordinal) =>
            "has a name that is no UTF-8 (older systems wrote Latin-1 and the like), so it can't be opened. Rename it, for example with: convmv -r -f latin1 -t utf8 --notest FOLDER.",
        FileKind.Missing when entry.LinkTarget is not null => "is a link that leads nowhere or in a circle.",
        _ => null,
    };

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

    private static bool IsHidden(FileSystemInfo entry) => (entry.Attributes & (FileAttributes.System | FileAttributes.Hidden)) != 0;

    private bool LeadsOutside(FileSystemInfo entry) =>
        entry.LinkTarget is not null
        && entry.ResolveLinkTarget(returnFinalTarget: true)?.FullName.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal) != true;
}
