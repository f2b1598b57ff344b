using System.Security.Cryptography;
using System.Text;
using ADRaffy.ENSNormalize;

namespace BirD.Storage.Files;

/// <summary>When two names are one, and what fits into a folder.</summary>
public static class FileNames
{
    /// <summary>NAME_MAX of every common file system: bytes of one name, as UTF-8.</summary>
    public const int MaxBytes = 255;

    private const int MarkLength = 8;

    /// <summary>
    /// The same for names that APFS, exFAT, NTFS or SMB take for one: neither case nor Unicode normal form counts.
    /// </summary>
    /// <remarks>The framework normalises nothing here, because the program runs without the system's tables of languages.</remarks>
    public static string Fold(string name) =>
        (Ascii.IsValid(name) || name.EnumerateRunes().Contains(Rune.ReplacementChar) ? name : ENSNormalize.NF.NFC(name)).ToUpperInvariant();

    /// <summary>The name itself, or, where it leaves too little room, one cut short with a mark that is its own.</summary>
    /// <param name="name">A file's name with its extension.</param>
    /// <param name="room">Bytes that must be left for what is appended to it.</param>
    public static string Fitting(string name, int room)
    {
        if (Encoding.UTF8.GetByteCount(name) + room <= MaxBytes)
        {
            return name;
        }

        var mark = "~" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..MarkLength];
        var end = mark + Path.GetExtension(name);
        var (left, stem) = (MaxBytes - room - Encoding.UTF8.GetByteCount(end), new StringBuilder());
        foreach (var rune in Path.GetFileNameWithoutExtension(name).EnumerateRunes())
        {
            if ((left -= rune.Utf8SequenceLength) < 0)
            {
                break;
            }

            stem.Append(rune);
        }

        return stem.Append(end).ToString();
    }
}
