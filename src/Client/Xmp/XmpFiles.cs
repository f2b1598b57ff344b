using BirD.Client.Inputs;
using BirD.Storage.Files;

namespace BirD.Client.Xmp;

/// <summary>Carries along what photo managers keep beside a picture: ratings, faces and captions in <c>x.jpg.xmp</c> or <c>x.xmp</c>.</summary>
/// <remarks>
/// Copied as they are, once, to the result's name. What lies there already stays: somebody may have gone on working with it.
/// </remarks>
internal static class XmpFiles
{
    private const string Extension = ".xmp";

    /// <summary>Copies the files of those pictures whose results are there.</summary>
    /// <returns>Sentences about those that could not be copied.</returns>
    public static IReadOnlyList<string> Carry(string output, Listing listing, OriginalSet originals)
    {
        var problems = new List<string>();
        foreach (var item in listing.Items.Where(item => File.Exists(Path.Combine(output, item.Output))))
        {
            foreach (var (from, to) in Pairs(listing.PathOf(item), Path.Combine(output, item.Output)))
            {
                if (FileFacts.Of(from).Kind == FileKind.Regular && !Path.Exists(to) && !originals.Holds(to) && Copy(from, to) is { } problem)
                {
                    problems.Add(problem);
                }
            }
        }

        return problems;
    }

    /// <summary>The names that such a file of a result may have.</summary>
    public static IEnumerable<string> Of(string result) => [result + Extension, Path.ChangeExtension(result, Extension)];

    private static IEnumerable<(string From, string To)> Pairs(string original, string result) => Of(original).Zip(Of(result));

    private static string? Copy(string from, string to)
    {
        try
        {
            File.Copy(from, to, overwrite: false);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"{from} could not be copied to {to}: {e.Message}";
        }
    }
}
