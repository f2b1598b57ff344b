namespace BirD.Restoration.Frequency;

/// <summary>Factors and twiddles of one transform length (a product of 2, 3 and 5).</summary>
internal sealed class FftPlan
{
    /// <summary>Columns that are transformed side by side: enough for whole vectors, few enough for the cache.</summary>
    public const int Strip = 16;

    private readonly FftStage[] stages;

    public FftPlan(int length)
    {
        Length = length;
        var radices = Factor(length);
        stages = new FftStage[radices.Count];
        var (n, stride) = (length, 1);
        for (var s = 0; s < stages.Length; s++)
        {
            stages[s] = new FftStage(radices[s], n, stride);
            n /= radices[s];
            stride *= radices[s];
        }
    }

    public int Length { get; }

    /// <summary>Transforms rows of <see cref="Strip"/> columns between two pairs of buffers; the result is in the first pair, whatever the number of stages.</summary>
    /// <param name="re">Length x <see cref="Strip"/> real parts.</param>
    /// <param name="im">The imaginary parts; with the two swapped it is the inverse transform, unscaled.</param>
    /// <param name="otherRe">Scratch of the same size.</param>
    /// <param name="otherIm">Scratch of the same size.</param>
    public void Run(Span<float> re, Span<float> im, Span<float> otherRe, Span<float> otherIm)
    {
        var count = Length * Strip;
        for (var s = 0; s < stages.Length; s++)
        {
            if (s % 2 == 0)
            {
                stages[s].Run(re, im, otherRe, otherIm);
            }
            else
            {
                stages[s].Run(otherRe, otherIm, re, im);
            }
        }

        if (stages.Length % 2 != 0)
        {
            otherRe[..count].CopyTo(re);
            otherIm[..count].CopyTo(im);
        }
    }

    /// <summary>The smallest transformable length that is at least <paramref name="atLeast"/>.</summary>
    public static int NextLength(int atLeast)
    {
        for (var n = Math.Max(atLeast, 2); ; n++)
        {
            if (Reduce(n) == 1)
            {
                return n;
            }
        }
    }

    private static int Reduce(int n)
    {
        foreach (var prime in (ReadOnlySpan<int>)[2, 3, 5])
        {
            while (n % prime == 0)
            {
                n /= prime;
            }
        }

        return n;
    }

    private static List<int> Factor(int n)
    {
        var radices = new List<int>();
        foreach (var radix in (ReadOnlySpan<int>)[4, 2, 3, 5])
        {
            while (n % radix == 0)
            {
                radices.Add(radix);
                n /= radix;
            }
        }

        return n == 1 ? radices : throw new ArgumentException("A transform length must be a product of 2, 3 and 5.");
    }
}
