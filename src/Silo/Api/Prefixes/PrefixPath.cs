using System.Text;

namespace BirD.Silo.Api.Prefixes;

/// <summary>"root/folder/folder" as a caller names it: looks the same to every file system and store, and can't climb.</summary>
/// <param name="Root">Name of a configured root.</param>
/// <param name="Folder">Below the root, '/'-separated; empty for the whole root.</param>
internal sealed record PrefixPath(string Root, string Folder)
{
    private const int MaxLength = 512;

    /// <summary>What Windows, macOS, shells or blob stores read differently from a plain name.</summary>
    private const string Forbidden = "\\:*?\"<>|";

    /// <exception cref="FormatException">Says which rule the text breaks.</exception>
    public static PrefixPath Parse(string text)
    {
        if (text.Length is 0 or > MaxLength)
        {
            throw new FormatException($"It must have 1 to {MaxLength} characters.");
        }

        if (text.Any(c => char.IsControl(c) || Forbidden.Contains(c, StringComparison.Ordinal)) || text.EnumerateRunes().Contains(Rune.ReplacementChar))
        {
            throw new FormatException($"It must not contain control characters or any of {Forbidden}; it is a root's name and folders, separated by '/'.");
        }

        // One slash at the end is how people write folders.
        var segments = (text[^1] == '/' ? text[..^1] : text).Split('/');
        if (segments.Any(segment => segment.Length == 0))
        {
            throw new FormatException("It must not begin with '/' or contain '//': it is no path of the server, but a root's name and folders below it.");
        }

        return segments.Any(segment => segment[0] == '.' || segment[^1] is '.' or ' ' || segment[0] == ' ')
            ? throw new FormatException("No part of it may begin with '.' or a space, or end with one: that rules out '..' and hidden folders.")
            : new PrefixPath(segments[0], string.Join('/', segments.Skip(1)));
    }

    public override string ToString() => Folder.Length == 0 ? Root : $"{Root}/{Folder}";
}
