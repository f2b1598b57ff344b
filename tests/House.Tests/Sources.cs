using System.Runtime.CompilerServices;

namespace BirD.House.Tests;

/// <summary>Where the sources lie that these tests read.</summary>
internal static class Sources
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Here(), "..", ".."));

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
