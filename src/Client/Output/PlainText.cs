using System.Globalization;
using System.Text;

namespace BirD.Client.Output;

/// <summary>Names and messages as they may be shown: a file's name must not steer the terminal it is printed on.</summary>
internal static class PlainText
{
    /// <summary>
    /// Control characters (which start escape sequences and forge lines) and those that turn the direction of writing, as \u001B.
    /// </summary>
    public static string Of(string? text)
    {
        if (text is null || !text.Any(IsSteering))
        {
            return text ?? "";
        }

        var shown = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            _ = IsSteering(c) ? shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}") : shown.Append(c);
        }

        return shown.ToString();
    }

    /// <summary>Controls C0 and C1, line and paragraph separators, and the bidirectional controls of Unicode's UAX 9.</summary>
    private static bool IsSteering(char c) =>
        char.IsControl(c) || c is '\u2028' or '\u2029' or '\u200E' or '\u200F' or '\u061C' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
