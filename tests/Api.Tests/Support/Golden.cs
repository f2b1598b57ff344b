using System.Runtime.CompilerServices;

namespace BirD.Api.Tests.Support;

/// <summary>Compares with files under Golden/; with BIRD_UPDATE_GOLDEN=1 writes them instead, for review in the diff.</summary>
internal static class Golden
{
    public static void Match(string name, string actual, [CallerFilePath] string caller = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(caller)!, "Golden", name);
        if (Environment.GetEnvironmentVariable("BIRD_UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual + "\n");
        }

        (actual + "\n").ShouldBe(File.ReadAllText(path));
    }
}
