using System.Security.Cryptography;
using System.Text;

namespace BirD.Restoration.Planning;

/// <summary>A picture file and the files that belong to it.</summary>
/// <param name="Picture">The picture file's bytes.</param>
public sealed record PictureInput(ReadOnlyMemory<byte> Picture)
{
    /// <summary>Masks, further exposures, frames of the same film; part of what decides the result.</summary>
    public IReadOnlyList<Companion> Companions { get; init; } = [];

    /// <summary>Lower-case hexadecimal SHA-256 over everything; of a picture without companions, that of its file.</summary>
    public string Sha256()
    {
        var picture = Hash(Picture);
        return Companions.Count == 0
            ? picture
            : Hash(Encoding.UTF8.GetBytes($"{picture}\n{string.Concat(Companions.Select(c => $"{c.Role} {Hash(c.Content)}\n"))}"));
    }

    public static implicit operator PictureInput(ReadOnlyMemory<byte> picture) => new(picture);

    public static implicit operator PictureInput(byte[] picture) => new(picture);

    public static PictureInput FromByteArray(byte[] picture) => new(picture);

    public static PictureInput FromReadOnlyMemory(ReadOnlyMemory<byte> picture) => new(picture);

    private static string Hash(ReadOnlyMemory<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
}

/// <param name="Role">What it is to the picture: see <see cref="CompanionRole"/>.</param>
/// <param name="Content">The file's bytes.</param>
public sealed record Companion(string Role, ReadOnlyMemory<byte> Content);

/// <summary>Roles of companions, as manifests and sidecars spell them.</summary>
public static class CompanionRole
{
    /// <summary>White where the picture is missing.</summary>
    public const string Mask = "mask";

    /// <summary>Another exposure of the same scene.</summary>
    public const string Exposure = "exposure";

    /// <summary>A frame before or after this one of the same film.</summary>
    public const string Frame = "frame";
}
