using System.Globalization;

namespace BirD.Restoration.Diffusion;

/// <summary>Which steps of a long chain a short one keeps, in guided-diffusion's notation.</summary>
public static class TimestepRespacing
{
    /// <summary>"n1,n2,..." cuts the chain into equal sections with so many steps each; "ddimN" takes an integer stride.</summary>
    /// <exception cref="ArgumentException">The text is malformed or asks for more steps than there are.</exception>
    public static int[] Parse(string spec, int chainLength)
    {
        if (spec.StartsWith("ddim", StringComparison.Ordinal))
        {
            return Strided(ParseCount(spec.AsSpan(4), spec), chainLength);
        }

        var counts = spec.Split(',').Select(part => ParseCount(part, spec)).ToArray();
        return Sections(counts, chainLength);
    }

    private static int[] Strided(int count, int chainLength)
    {
        for (var stride = 1; stride < chainLength; stride++)
        {
            if ((chainLength + stride - 1) / stride == count)
            {
                return [.. Enumerable.Range(0, count).Select(i => i * stride)];
            }
        }

        throw new ArgumentException($"No integer stride gives exactly {count} of {chainLength} steps.");
    }

    private static int[] Sections(int[] counts, int chainLength)
    {
        var (size, extra) = (chainLength / counts.Length, chainLength % counts.Length);
        var steps = new SortedSet<int>();
        var start = 0;
        for (var s = 0; s < counts.Length; s++)
        {
            var length = size + (s < extra ? 1 : 0);
            if (length < counts[s])
            {
                throw new ArgumentException($"A section of {length} steps can't keep {counts[s]}.");
            }

            var stride = counts[s] <= 1 ? 1.0 : (length - 1.0) / (counts[s] - 1);
            var position = 0.0;
            for (var i = 0; i < counts[s]; i++)
            {
                // Accumulated, and rounded half to even: any other arithmetic picks other steps now and then.
                steps.Add(start + (int)Math.Round(position, MidpointRounding.ToEven));
                position += stride;
            }

            start += length;
        }

        return [.. steps];
    }

    private static int ParseCount(ReadOnlySpan<char> text, string spec) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
            ? count
            : throw new ArgumentException($"'{spec}' is no respacing: give counts such as \"50\", \"10,20\" or \"ddim25\".");
}
