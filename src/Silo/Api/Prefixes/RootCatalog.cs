using BirD.Silo.Api.Problems;
using BirD.Storage.Files;
using BirD.Storage.Inputs.Local;
using BirD.Storage.Roots;

namespace BirD.Silo.Api.Prefixes;

/// <summary>Checks the places that callers name against the configured roots.</summary>
/// <remarks>Jobs keep the names; where a root lies is each silo's own affair.</remarks>
internal sealed class RootCatalog
{
    private readonly SortedDictionary<string, string> inputs;
    private readonly SortedDictionary<string, string> outputs;

    /// <param name="inputs">With the list entered.</param>
    /// <param name="outputs">With the list entered.</param>
    public RootCatalog(RootOptions inputs, RootOptions outputs) => (this.inputs, this.outputs) = (Places(inputs), Places(outputs));

    /// <exception cref="ApiProblemException">It isn't a folder below an input root.</exception>
    public PrefixPath Input(string text) => Find("input", "input", text, inputs).Path;

    /// <summary>A mask or a folder of masks; like originals, they are only read.</summary>
    /// <exception cref="ApiProblemException">It doesn't lie below an input root.</exception>
    public PrefixPath Mask(string text) => Find("mask", "input", text, inputs).Path;

    /// <summary>Where results go; not inside the input, nor around it, because then results would take the places of originals.</summary>
    /// <exception cref="ApiProblemException">It isn't a folder below an output root, or touches the input.</exception>
    public PrefixPath Output(string text, PrefixPath input)
    {
        var (path, to) = Find("output", "output", text, outputs);
        var from = Join(inputs[input.Root], input.Folder);
        var areLinked = IsLocal(from) && IsLocal(to) && RealPath.AreNested(from, to);
        return Contains(from, to) || Contains(to, from) || areLinked
            ? throw Problem.InvalidPrefix($"The output '{path}' and the input '{input}' lie in one another. Choose an output outside, so that no result can take an original's place.")
            : path;
    }

    private static (PrefixPath Path, string Place) Find(string what, string kind, string? text, SortedDictionary<string, string> roots)
    {
        if (text is null)
        {
            throw Problem.InvalidPrefix($"The {what} is missing: name a root and a folder below it, for example scans/1974.");
        }

        PrefixPath path;
        try
        {
            path = PrefixPath.Parse(text);
        }
        catch (FormatException e)
        {
            throw Problem.InvalidPrefix($"The {what} '{text}' can't be used. {e.Message}");
        }

        if (!roots.TryGetValue(path.Root, out var root))
        {
            throw Problem.UnknownRoot(roots.Count == 0
                ? $"No {kind} roots are configured on this cluster: start its silos with --{kind}s name=place."
                : $"There is no {kind} root '{path.Root}'; the {what} begins with one of: {string.Join(", ", roots.Keys)}.");
        }

        var place = Join(root, path.Folder);
        return IsLocal(root) && LocalLinks.FindEscape(root, place) is not null
            ? throw Problem.InvalidPrefix($"The {what} '{path}' leads through a link out of its root.")
            : (path, place);
    }

    private static SortedDictionary<string, string> Places(RootOptions options) =>
        new(options.Roots.ToDictionary(root => root.Key, root => Resolve(root.Value)), StringComparer.Ordinal);

    /// <summary>Directories become absolute and free of links of their own; places in an account stay as they are.</summary>
    private static string Resolve(string place)
    {
        if (!IsLocal(place))
        {
            return place.TrimEnd('/');
        }

        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(place));
        return (Directory.Exists(full) ? Directory.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName : null) ?? full;
    }

    private static bool IsLocal(string place) => !place.StartsWith("azure:", StringComparison.Ordinal);

    private static string Join(string root, string folder) => folder.Length == 0 ? root : $"{root}/{folder}";

    private static bool Contains(string outer, string inner) => (inner + "/").StartsWith(outer + "/", StringComparison.Ordinal);
}
