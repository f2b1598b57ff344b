namespace BirD.Storage.Inputs;

/// <summary>How the mask of a picture is named.</summary>
/// <remarks>The mask of <c>scan.jpg</c> is <c>scan.mask.png</c>, or <c>scan.jpg.mask.png</c> where two pictures share a stem; one that was found and perhaps edited, <c>scan.jpg.found.png</c>.</remarks>
public static class MaskNames
{
    /// <summary>Folder beside pictures in which masks are looked for without being asked.</summary>
    public const string Folder = "masks";

    /// <summary>What is appended to a result's name to name the mask of the marks that were found in the picture.</summary>
    public const string FoundSuffix = ".found.png";

    // Formats that lose nothing: a mask has sharp edges, and JPEG would fray them.
    private static readonly string[] Extensions = [".png", ".tif", ".tiff", ".webp"];

    /// <summary>Names that the mask of a picture may have, the one to be preferred first.</summary>
    /// <param name="picture">Name or path of the picture; the masks' begin with the same path.</param>
    public static IEnumerable<string> Of(string picture) => Made(picture).Append(picture + FoundSuffix);

    private static IEnumerable<string> Made(string picture) =>
        from stem in (string[])[picture, picture[..^Path.GetExtension(picture).Length]]
        from extension in Extensions
        select $"{stem}.mask{extension}";

    /// <summary>
    /// True for a mask that somebody made, and for one that was found: <c>scan.jpg.found.png</c> lies beside the result that is
    /// named <c>scan.jpg</c>, while a photograph called <c>lost.found.png</c> is one.
    /// </summary>
    public static bool IsMask(string name) => name.Contains(".mask.", StringComparison.OrdinalIgnoreCase)
        || (name.EndsWith(FoundSuffix, StringComparison.OrdinalIgnoreCase)
            && PictureNames.Extensions.Contains(Path.GetExtension(name[..^FoundSuffix.Length]), StringComparer.OrdinalIgnoreCase));

    /// <summary>True for the path of one mask, false for that of a folder of masks.</summary>
    public static bool IsFile(string path) => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);
}
