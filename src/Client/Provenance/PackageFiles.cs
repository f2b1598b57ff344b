using System.Text;
using BirD.Storage.Files;
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

    /// <summary>How much of a file is read to know it again.</summary>
    private const int Look = 1 << 16;

    private static readonly string[] Own = [Manifest, Premis, Json, Csv, Html];

    /// <summary>Words that stand near the beginning of ours; a manifest names a sidecar in every second line.</summary>
    private static readonly Dictionary<string, string> Marks = new()
    {
        [Manifest] = ResultNames.SidecarSuffix,
        [Premis] = "http://www.loc.gov/premis/v3",
        [Json] = "\"entries\": [",
        [Csv] = "output,input,outcome,",
        [Html] = "<title>Restoration report</title>",
    };

    /// <summary>Where the package's files go.</summary>
    public static IEnumerable<string> Names(string output) => Own.Select(name => Path.Combine(output, name));

    /// <summary>
    /// Files that bear the names of the package's and are not of our making, which it would replace: that of a BagIt bag, say.
    /// </summary>
    public static IEnumerable<string> Foreign(string output) => Names(output).Where(path => Path.Exists(path) && !IsOurs(path));

    /// <summary>The files of results and sidecars below an output folder; neither state nor the package's own.</summary>
    public static IEnumerable<string> Walk(string output) =>
        Directory.EnumerateFiles(output, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
            .Where(path => Key(output, path) is var key && !key.StartsWith(ResultNames.StateFolder + "/", StringComparison.Ordinal) && !Own.Contains(key) && FileFacts.Of(path).Kind == FileKind.Regular);

    public static string Key(string output, string path) =>
        Path.GetRelativePath(output, path).Replace(Path.DirectorySeparatorChar, '/');

    private static bool IsOurs(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        using var stream = File.OpenRead(path);
        var start = new byte[Look];
        var read = stream.ReadAtLeast(start, Look, throwOnEndOfStream: false);
        return read == 0 || Encoding.UTF8.GetString(start, 0, read).Contains(Marks[Path.GetFileName(path)], StringComparison.Ordinal);
    }

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
