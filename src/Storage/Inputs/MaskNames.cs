namespace BirD.Storage.Inputs;

/// <summary>How the mask of a picture is named.</summary>
/// <remarks>The mask of <c>scan.jpg</c> is <c>scan.mask.png</c>, or <c>scan.jpg.mask.png</c> where two pictures share a stem.</remarks>
public static class MaskNames
{
    /// <summary>Folder beside pictures in which masks are looked for without being asked.</summary>
    public const string Folder = "masks";

    // Formats that lose nothing: a mask has sharp edges, and JPEG would fray them.
    private static readonly string[] Extensions = [".png", ".tif", ".tiff", ".webp"];

    /// <summary>Names that the mask of a picture may have, the one to be preferred first.</summary>
    /// <param name="picture">Name or path of the picture; the masks' begin with the same path.</param>
    public static IEnumerable<string> Of(string picture) =>
        from stem in (string[])[picture, picture[..^Path.GetExtension(picture).Length]]
        from extension in Extensions
        select $"{stem}.mask{extension}";

    public static bool IsMask(string name) => name.Contains(".mask.", StringComparison.OrdinalIgnoreCase);

    /// <summary>True for the path of one mask, false for that of a folder of masks.</summary>
    public static bool IsFile(string path) => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);
}
