namespace BirD.Storage.Roots;

/// <summary>A place in a storage account.</summary>
/// <param name="Container">Container.</param>
/// <param name="Prefix">Empty, or ending in '/'.</param>
internal sealed record BlobLocation(string Container, string Prefix)
{
    public const string Scheme = "azure:";

    /// <summary>Null when the text is no such place.</summary>
    public static BlobLocation? TryParse(string place)
    {
        if (!place.StartsWith(Scheme, StringComparison.Ordinal) || place.Length == Scheme.Length)
        {
            return null;
        }

        var parts = place[Scheme.Length..].Split('/', 2);
        var prefix = parts.Length > 1 ? parts[1].Trim('/') : "";
        return parts[0].Length > 0 ? new BlobLocation(parts[0], prefix.Length > 0 ? prefix + "/" : "") : null;
    }
}
