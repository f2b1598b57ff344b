namespace BirD.Client;

/// <summary>Finds the prior that the user means: a bundled or imported one by name, or any file.</summary>
internal static class Priors
{
    public const string Default = "bird-leaves";

    /// <summary>Environment variable that moves <see cref="OwnFolder"/>.</summary>
    public const string FolderVariable = "BIRD_PRIORS";

    /// <summary>Where the user's priors are installed, each as <c>NAME/NAME.onnx</c>: the layout of the bundled ones.</summary>
    public static string OwnFolder => Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } folder
        ? Path.GetFullPath(folder)
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "bird", "priors");

    public static IEnumerable<string> Bundled => In(BundledFolder, bundled: true).Select(prior => prior.Name);

    /// <summary>By name; a bundled prior hides another one of its name.</summary>
    public static IEnumerable<InstalledPrior> Installed =>
        In(BundledFolder, bundled: true).Concat(In(OwnFolder, bundled: false)).DistinctBy(prior => prior.Name, StringComparer.Ordinal);

    private static string BundledFolder => Path.Combine(AppContext.BaseDirectory, "priors");

    /// <exception cref="UsageException">Neither a file nor an installed name.</exception>
    public static string Locate(string nameOrFile)
    {
        if (Installed.FirstOrDefault(prior => prior.Name == nameOrFile) is { } installed)
        {
            return installed.File;
        }

        return File.Exists(nameOrFile)
            ? Path.GetFullPath(nameOrFile)
            : throw new UsageException(
                $"There is no prior '{nameOrFile}': no such file, and the installed ones are {string.Join(", ", Installed.Select(prior => prior.Name))}.");
    }

    /// <summary>The file of an installed prior called <paramref name="name"/>.</summary>
    public static string OwnFile(string name) => Path.Combine(OwnFolder, name, name + ".onnx");

    private static IEnumerable<InstalledPrior> In(string folder, bool bundled) => Directory.Exists(folder)
        ? Directory.GetDirectories(folder).Order(StringComparer.Ordinal)
            .Select(path => new InstalledPrior(Path.GetFileName(path), Path.Combine(path, Path.GetFileName(path) + ".onnx"), bundled))
            .Where(prior => File.Exists(prior.File))
        : [];
}

/// <param name="Name">What <c>--prior</c> takes.</param>
/// <param name="File">The model.</param>
/// <param name="Bundled">Came with bird; else the user installed it.</param>
internal sealed record InstalledPrior(string Name, string File, bool Bundled);
