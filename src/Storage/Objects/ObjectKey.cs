namespace BirD.Storage.Objects;

/// <summary>What may name an object: relative, '/'-separated, nothing that a file system or a blob store reads differently.</summary>
public static class ObjectKey
{
    /// <summary>Start of the keys of objects that only the store's own user may read, where the store tells its users apart.</summary>
    public const string Secrets = "secrets/";

    /// <summary>Characters of a key.</summary>
    public const int MaxLength = 900;

    /// <exception cref="ArgumentException">The key is empty, too long, absolute, or has an odd segment.</exception>
    public static void Validate(string key)
    {
        if (key.Length is 0 or > MaxLength || key.Contains('\\', StringComparison.Ordinal) || key.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException($"'{key}' can't name an object: 1 to {MaxLength} characters, no backslash, no NUL.", nameof(key));
        }

        foreach (var segment in key.Split('/'))
        {
            if (segment is "" or "." or "..")
            {
                throw new ArgumentException($"'{key}' can't name an object: it has an empty, '.' or '..' segment.", nameof(key));
            }
        }
    }
}
