using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace BirD.Api.Tests;

/// <summary>Files of other projects are those that were chosen, and say so wherever they are named.</summary>
public sealed class VendorTests
{
    [Fact]
    public void ZoomLibrary_IsTheOneThatIsDeclaredLockedAndLicensed()
    {
        var web = Path.Combine(Root(), "src", "Silo", "Web");
        var file = File.ReadAllBytes(Path.Combine(web, "vendor", "openseadragon", "openseadragon.min.js"));
        File.ReadAllText(Path.Combine(web, "vendor", "README.md")).ShouldContain($"`{Convert.ToHexStringLower(SHA256.HashData(file))}`");
        File.ReadAllText(Path.Combine(web, "wwwroot", "viewer.js")).ShouldContain($"'sha384-{Convert.ToBase64String(SHA384.HashData(file))}'");
        var version = System.Text.Encoding.UTF8.GetString(file, 0, 100).Split('\n')[0].Split(' ')[^1];
        File.ReadAllText(Path.Combine(Root(), "NOTICE")).ShouldContain($"OpenSeadragon {version} ");
        File.ReadAllText(Path.Combine(web, "vendor", "openseadragon", "openseadragon.license.txt")).ShouldContain("Redistributions in binary form");
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
