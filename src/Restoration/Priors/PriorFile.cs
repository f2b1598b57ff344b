using System.Security.Cryptography;

namespace BirD.Restoration.Priors;

/// <summary>First look at a file that is said to be a prior or a checkpoint.</summary>
public static class PriorFile
{
    /// <summary>Opens for sequential reading.</summary>
    /// <exception cref="PriorException">Missing, a folder, empty or not readable.</exception>
    public static FileStream Open(string file)
    {
        try
        {
            if (Directory.Exists(file))
            {
                throw new PriorException($"'{file}' is a folder; name the model file in it.");
            }

            var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (stream.Length > 0)
            {
                return stream;
            }

            stream.Dispose();
            throw new PriorException($"'{file}' is empty. Fetch or export the model again.");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new PriorException($"There is no model file '{file}'. Check the path, or see 'bird prior list'.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new PriorException($"The model file '{file}' cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Lower-case hexadecimal SHA-256 of the whole file.</summary>
    /// <exception cref="PriorException">As <see cref="Open"/>.</exception>
    public static string Hash(string file)
    {
        using var stream = Open(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
