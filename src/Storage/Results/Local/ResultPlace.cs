using System.Security.Cryptography;
using System.Text;

namespace BirD.Storage.Results.Local;

/// <summary>The files of one result, and whether what lies in their place was put there by us.</summary>
/// <param name="picture">Absolute path of the result.</param>
internal sealed class ResultPlace(string picture)
{
    public string Picture => picture;

    public string Sidecar => picture + ResultNames.SidecarSuffix;

    /// <summary>
    /// The sidecar to be, written before the picture is renamed: should the run die between the two renames, it vouches for a
    /// picture that has no sidecar yet. Hidden; its name is short whatever the picture's, and the same at every attempt.
    /// </summary>
    public string Pending { get; } = Path.Combine(
        Path.GetDirectoryName(picture)!,
        ResultNames.PendingPrefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFileName(picture))).AsSpan(0, 16)));

    /// <summary>The stamp of the sidecar at its place; null when there is none or it can't be read.</summary>
    public ResultStamp? Stamp() => Read(Sidecar);

    /// <summary>The stamp of a sidecar that was not renamed yet, if it belongs to the picture that lies there.</summary>
    public ResultStamp? PendingStamp() => Read(Pending) is { } stamp && IsHash(stamp) ? stamp : null;

    /// <summary>True when the picture's place is free, or holds a result of ours.</summary>
    public bool IsFreeOrOurs() => !Lies(picture) || Stamp() is not null || PendingStamp() is not null;

    /// <summary>True when the place of a map is free, or holds the map that our sidecar names.</summary>
    public bool MapIsFreeOrOurs(string suffix) => !Lies(picture + suffix)
        || ((Stamp() ?? PendingStamp()) is { } stamp && default(ResultMaps).With(stamp).Any(map => map.Suffix == suffix && map.Stamp is not null));

    /// <summary>Anything at all, also a link to nothing.</summary>
    public static bool Lies(string path) => new FileInfo(path) is var entry && (entry.Exists || entry.LinkTarget is not null || Directory.Exists(path));

    private bool IsHash(ResultStamp stamp)
    {
        if (!File.Exists(picture) || new FileInfo(picture).Length != stamp.OutputBytes)
        {
            return false;
        }

        using var stream = File.OpenRead(picture);
        return Convert.ToHexStringLower(SHA256.HashData(stream)) == stamp.OutputSha256;
    }

    private static ResultStamp? Read(string path) => File.Exists(path) ? ResultStampReader.Parse(File.ReadAllBytes(path)) : null;
}
