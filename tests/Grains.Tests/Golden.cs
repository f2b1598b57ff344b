using System.Runtime.CompilerServices;
using System.Text;

namespace BirD.Grains.Tests;

/// <summary>Compares with files under Golden/; with BIRD_UPDATE_GOLDEN=1 writes them instead, for review in the diff.</summary>
internal static class Golden
{
    public static byte[] Read(string name, [CallerFilePath] string caller = "") =>
        File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(caller)!, "Golden", name));

    public static void Match(string name, ReadOnlySpan<byte> actual, [CallerFilePath] string caller = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(caller)!, "Golden", name);
        if (Environment.GetEnvironmentVariable("BIRD_UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, actual);
        }

        Encoding.UTF8.GetString(actual).ShouldBe(File.ReadAllText(path));
    }
}
