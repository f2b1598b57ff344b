namespace BirD.Storage.Inputs;

/// <summary>Which files of a tree are pictures to be restored, told from the name alone.</summary>
public static class PictureNames
{
    /// <summary>Lower-case extensions, each with its dot, in order.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".avif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"];

    /// <summary>
    /// True for a picture's extension, unless the file or a folder above it is hidden (state lies in such), or it is a mask.
    /// </summary>
    /// <param name="key">Path, '/'-separated, below the prefix that the user named.</param>
    public static bool IsPicture(string key)
    {
        var segments = key.Split('/');
        var name = segments[^1];
        return Extensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase)
            && !name.Contains(".mask.", StringComparison.OrdinalIgnoreCase)
            && !segments.Any(segment => segment.StartsWith('.'))
            && !segments.SkipLast(1).Any(folder => folder.Equals("masks", StringComparison.OrdinalIgnoreCase));
    }
}
