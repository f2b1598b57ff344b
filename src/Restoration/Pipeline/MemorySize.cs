using System.Globalization;

namespace BirD.Restoration.Pipeline;

/// <summary>Amounts of memory as people write them: 3GB, 1.5 GiB, 800MB.</summary>
public static class MemorySize
{
    /// <summary>Less can't hold one region and one evaluation of the prior.</summary>
    public const long Least = 256_000_000;

    private static readonly (string Unit, long Bytes)[] Units =
    [
        ("GiB", 1L << 30), ("MiB", 1L << 20), ("GB", 1_000_000_000), ("MB", 1_000_000), ("G", 1_000_000_000), ("M", 1_000_000),
    ];

    /// <exception cref="FormatException">The text is no amount, or too small a one; the message says what is.</exception>
    public static long Parse(string text)
    {
        var word = text.Trim();
        foreach (var (unit, bytes) in Units)
        {
            if (word.EndsWith(unit, StringComparison.OrdinalIgnoreCase)
                && double.TryParse(word[..^unit.Length], NumberStyles.AllowDecimalPoint | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number)
                && number * bytes is >= Least and < long.MaxValue)
            {
                return (long)(number * bytes);
            }
        }

        throw new FormatException($"'{text}' is no amount of memory to work with. Write 3GB, 1.5GiB or 800MB; the least is {Least / 1_000_000}MB.");
    }
}
