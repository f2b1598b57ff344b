using BirD.Storage.Results;

namespace BirD.Client.Provenance;

/// <summary>Names and places of what lies beside the results.</summary>
internal static class PackageFiles
{
    public const string Manifest = "manifest-sha256.txt";
    public const string Premis = "premis.xml";
    public const string Json = "report.json";
    public const string Csv = "report.csv";
    public const string Html = "report.html";

    private static readonly string[] Own = [Manifest, Premis, Json, Csv, Html];

    /// <summary>The files of results and sidecars below an output folder; neither state nor the package's own.</summary>
    public static IEnumerable<string> Walk(string output) =>
        Directory.EnumerateFiles(output, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
            .Where(path => Key(output, path) is var key && !key.StartsWith(ResultNames.StateFolder + "/", StringComparison.Ordinal) && !Own.Contains(key));

    public static string Key(string output, string path) =>
        Path.GetRelativePath(output, path).Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>Replaces a file whole or not at all.</summary>
    public static void Write(string output, string name, ReadOnlySpan<byte> content)
    {
        var path = Path.Combine(output, name);
        var temporary = Path.Combine(output, ResultNames.StateFolder, name + ".new");
        Directory.CreateDirectory(Path.GetDirectoryName(temporary)!);
        File.WriteAllBytes(temporary, content);
        File.Move(temporary, path, overwrite: true);
    }
}
