using System.Text.RegularExpressions;
using NetVips;

namespace BirD.Restoration.Imaging;

/// <summary>What a decoder's warning says about the picture.</summary>
internal static partial class DecoderWarning
{
    /// <summary>Every block was decoded, and something was left over before the end marker: padding of some cameras, seldom damage.</summary>
    public static bool IsHarmless(VipsException warning) => Leftover().IsMatch(warning.Message);

    public static string Note(VipsException warning) =>
        $"The decoder had data left over at the end ({VipsFaults.Detail(warning)}). Cameras pad files so; damage can look the same.";

    /// <summary>One sentence for the sidecar and the list at the end of a run.</summary>
    public static string Damage(VipsException warning) =>
        $"parts of the file are missing or make no sense ({VipsFaults.Detail(warning)}). It is given back as it was. Copy it again from its source, or look for another copy.";

    [GeneratedRegex(@"extraneous bytes before marker 0xd9", RegexOptions.IgnoreCase)]
    private static partial Regex Leftover();
}
