using System.Text.RegularExpressions;

namespace BirD.Deploy.Tests.Charts;

/// <summary>The values and their comments, read from values.yaml.</summary>
internal static partial class ValuesTable
{
    [GeneratedRegex(@"^(?<indent> *)(?<key>[A-Za-z]+):(?<value>.*)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Entry { get; }

    /// <summary>Every entry that has a comment beginning with "# --", in order.</summary>
    public static IEnumerable<(string Key, string Comment, string Value)> Read()
    {
        var path = new List<string>();
        string? comment = null;
        foreach (var line in File.ReadLines(Path.Combine(Chart.Folder, "values.yaml")))
        {
            if (line.TrimStart().StartsWith("# -- ", StringComparison.Ordinal))
            {
                comment = line.TrimStart()[5..];
            }
            else if (Entry.Match(line) is { Success: true } entry)
            {
                path.RemoveRange(entry.Groups["indent"].Length / 2, path.Count - (entry.Groups["indent"].Length / 2));
                path.Add(entry.Groups["key"].Value);
                if (comment is not null)
                {
                    yield return (string.Join('.', path), comment, entry.Groups["value"].Value.Trim());
                }

                comment = null;
            }
        }
    }
}
