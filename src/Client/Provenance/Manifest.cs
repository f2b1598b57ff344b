using System.Security.Cryptography;
using System.Text;
using BirD.Client.Xmp;
using BirD.Storage.Results;

namespace BirD.Client.Provenance;

/// <summary>Checksums in the form of BagIt (RFC 8493): lower-case SHA-256, two spaces, path; also readable by sha256sum.</summary>
internal static class Manifest
{
    /// <summary>
    /// Results as their sidecars vouch for them (a result that was altered since must show, not be written off), sidecars as
    /// they lie there.
    /// </summary>
    public static byte[] Create(string output)
    {
        var lines = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, sidecar) in Report.Sidecars(output))
        {
            lines[key] = sidecar.Output.Sha256;
            if (sidecar.Uncertainty is { } map)
            {
                lines[key + ResultNames.UncertaintySuffix] = map.Sha256;
            }

            if (sidecar.Found is { } found)
            {
                lines[key + ResultNames.FoundSuffix] = found.Sha256;
            }

            foreach (var name in (string[])[key + ResultNames.SidecarSuffix, .. XmpFiles.Of(key).Where(name => File.Exists(Path.Combine(output, name)))])
            {
                lines[name] = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(output, name))));
            }
        }

        return Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => $"{line.Value}  {Encode(line.Key)}\n")));
    }

    /// <exception cref="UsageException">The folder has no manifest, or it is none.</exception>
    public static IReadOnlyDictionary<string, string> Read(string output)
    {
        var path = Path.Combine(output, PackageFiles.Manifest);
        if (!File.Exists(path))
        {
            throw new UsageException($"{output} has no {PackageFiles.Manifest}: it is no output of bird, or of a version that wrote none. 'bird report {output}' makes one from the sidecars.");
        }

        var lines = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in File.ReadAllLines(path, Encoding.UTF8))
        {
            if (line.Length < 67 || line[64..66] != "  " || !lines.TryAdd(Decode(line[66..]), line[..64]))
            {
                throw new UsageException($"{path} is damaged at the line '{line}'.");
            }
        }

        return lines;
    }

    // The three that RFC 8493 names; all else stands as it is.
    private static string Encode(string path) => path
        .Replace("%", "%25", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal);

    private static string Decode(string path) => path
        .Replace("%0D", "\r", StringComparison.OrdinalIgnoreCase).Replace("%0A", "\n", StringComparison.OrdinalIgnoreCase).Replace("%25", "%", StringComparison.Ordinal);
}
