using Microsoft.Extensions.FileSystemGlobbing;

namespace BirD.Client.Inputs;

/// <summary>
/// Glob patterns over paths below a folder, case ignored. A pattern without a slash is meant for names at any depth, as people
/// write it: "*.tif" takes the TIFFs of every folder. Excluding wins.
/// </summary>
internal sealed class InputFilter(IReadOnlyList<string> include, IReadOnlyList<string> exclude)
{
    private readonly Matcher matcher = Create(include, exclude);

    public static InputFilter Everything { get; } = new([], []);

    public bool Takes(string key) => matcher.Match(key).HasMatches;

    /// <summary>For messages: what was asked for, empty when nothing was.</summary>
    public override string ToString() =>
        (include.Count > 0 ? $", included {string.Join(' ', include)}" : "") + (exclude.Count > 0 ? $", excluded {string.Join(' ', exclude)}" : "");

    private static Matcher Create(IReadOnlyList<string> include, IReadOnlyList<string> exclude)
    {
        var matcher = new Matcher(StringComparison.OrdinalIgnoreCase);
        matcher.AddIncludePatterns(include.Count > 0 ? include.Select(AnyDepth) : ["**/*"]);
        matcher.AddExcludePatterns(exclude.Select(AnyDepth));
        return matcher;
    }

    private static string AnyDepth(string pattern) => pattern.Contains('/', StringComparison.Ordinal) ? pattern : "**/" + pattern;
}
