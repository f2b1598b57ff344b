namespace BirD.Storage.Inputs;

/// <summary>Which files of a tree are pictures to be restored, told from the name alone.</summary>
public static class PictureNames
{
    // Masks are ours; the others are where file managers and network stores keep thumbnails, waste and their own books.
    private static readonly HashSet<string> Helpers = new(StringComparer.OrdinalIgnoreCase)
    {
        MaskNames.Folder, "@eaDir", "#recycle", "$RECYCLE.BIN", "System Volume Information", "__MACOSX", "lost+found",
    };

    /// <summary>Lower-case extensions, each with its dot, in order.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".avif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"];

    /// <summary>
    /// True for a picture's extension, unless the file or a folder above it is hidden (state lies in such), it is a mask, or it
    /// lies in a folder that holds no originals.
    /// </summary>
    /// <param name="key">Path, '/'-separated, below the prefix that the user named.</param>
    public static bool IsPicture(string key)
    {
        var segments = key.Split('/');
        var name = segments[^1];
        return Extensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase)
            && !MaskNames.IsMask(name)
            && !segments.Any(segment => segment.StartsWith('.'))
            && !segments.SkipLast(1).Any(IsPassedOver);
    }

    /// <summary>True for the name of a folder that holds no originals.</summary>
    public static bool IsPassedOver(string folder) => Helpers.Contains(folder);
}
