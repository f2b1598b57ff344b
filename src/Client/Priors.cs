namespace BirD.Client;

/// <summary>Finds the prior that the user means: a bundled one by name, or any file.</summary>
internal static class Priors
{
    public const string Default = "bird-leaves";

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "priors");

    public static IEnumerable<string> Bundled => Directory.Exists(Folder)
        ? Directory.GetDirectories(Folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)
        : [];

    /// <exception cref="UsageException">Neither a file nor a bundled name.</exception>
    public static string Locate(string nameOrFile)
    {
        var bundled = Path.Combine(Folder, nameOrFile, nameOrFile + ".onnx");
        if (!nameOrFile.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) && File.Exists(bundled))
        {
            return bundled;
        }

        return File.Exists(nameOrFile)
            ? Path.GetFullPath(nameOrFile)
            : throw new UsageException($"There is no prior '{nameOrFile}': no such file, and the bundled ones are {string.Join(", ", Bundled)}.");
    }
}
