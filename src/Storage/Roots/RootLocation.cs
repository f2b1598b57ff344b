using BirD.Storage.Objects;

namespace BirD.Storage.Roots;

/// <summary>How jobs of a cluster name places: a configured root, and a folder below it.</summary>
/// <param name="Root">Name of the root.</param>
/// <param name="Folder">Folder below it, '/'-separated; empty for all of it.</param>
public sealed record RootLocation(string Root, string Folder)
{
    /// <exception cref="FormatException">The text is no such place; the message shows the form.</exception>
    public static RootLocation Parse(string text)
    {
        var trimmed = text.TrimEnd('/');
        var (root, folder) = trimmed.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0
            ? (trimmed[..slash], trimmed[(slash + 1)..])
            : (trimmed, "");
        if (!IsName(root))
        {
            throw new FormatException($"'{text}' is no place of this cluster: write the name of a root and a folder below it, such as archive/letters/1920.");
        }

        try
        {
            if (folder.Length > 0)
            {
                ObjectKey.Validate(folder);
            }
        }
        catch (ArgumentException e)
        {
            throw new FormatException($"'{text}' leaves its root or is otherwise odd: {e.Message}", e);
        }

        return new RootLocation(root, folder);
    }

    public static bool IsName(string name) => name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    public override string ToString() => Folder.Length == 0 ? Root : $"{Root}/{Folder}";
}
