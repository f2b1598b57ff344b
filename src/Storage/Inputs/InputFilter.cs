using Microsoft.Extensions.FileSystemGlobbing;

namespace BirD.Storage.Inputs;

/// <summary>
/// Glob patterns over paths below a folder, case ignored. A pattern without a slash is meant for names at any depth, as people
/// write it: "*.tif" takes the TIFFs of every folder. Excluding wins.
/// </summary>
/// <param name="include">What is taken; empty for everything.</param>
/// <param name="exclude">What is not.</param>
/// <exception cref="ArgumentException">A pattern is none: see <see cref="Problems"/>.</exception>
public sealed class InputFilter(IReadOnlyList<string> include, IReadOnlyList<string> exclude)
{
    /// <summary>Patterns of one kind, at most.</summary>
    public const int MaxPatterns = 100;

    /// <summary>Characters of a pattern, at most.</summary>
    public const int MaxLength = 256;

    private readonly Matcher? matcher = include.Count + exclude.Count > 0 ? Create(include, exclude) : null;

    public static InputFilter Everything { get; } = new([], []);

    /// <summary>One sentence for each thing that is wrong with some patterns; empty when they can be used.</summary>
    public static IEnumerable<string> Problems(IReadOnlyList<string> patterns)
    {
        if (patterns.Count > MaxPatterns)
        {
            yield return $"There are {patterns.Count} patterns; at most {MaxPatterns} can be given.";
        }

        foreach (var pattern in patterns.Where(pattern => !IsPattern(pattern)))
        {
            yield return $"'{pattern}' is no pattern: write names and folders below the input with * and **, separated by '/', at most {MaxLength} characters, for example '*.tif' or 'album-*/**'.";
        }
    }

    /// <param name="key">Path below the folder that the user named, '/'-separated.</param>
    public bool Takes(string key) => matcher?.Match(key).HasMatches ?? true;

    /// <summary>For messages: what was asked for, empty when nothing was.</summary>
    public override string ToString() =>
        (include.Count > 0 ? $", included {string.Join(' ', include)}" : "") + (exclude.Count > 0 ? $", excluded {string.Join(' ', exclude)}" : "");

    /// <summary>What climbs or begins at the top would match nothing, and its writer would not learn why.</summary>
    private static bool IsPattern(string? pattern) =>
        pattern is { Length: > 0 and <= MaxLength }
        && !pattern.Any(c => char.IsControl(c) || c == '\\')
        && (pattern[^1] == '/' ? pattern[..^1] : pattern).Split('/').All(segment => segment is not ("" or "." or ".."));

    private static Matcher Create(IReadOnlyList<string> include, IReadOnlyList<string> exclude)
    {
        var matcher = new Matcher(StringComparison.OrdinalIgnoreCase);
        matcher.AddIncludePatterns(include.Count > 0 ? include.Select(AnyDepth) : ["**/*"]);
        matcher.AddExcludePatterns(exclude.Select(AnyDepth));
        return matcher;
    }

    private static string AnyDepth(string pattern) => pattern.Contains('/', StringComparison.Ordinal) ? pattern : "**/" + pattern;
}
