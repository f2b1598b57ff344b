namespace BirD.Restoration.Frequency;

/// <summary>Factors and twiddles of one transform length (a product of 2, 3 and 5).</summary>
internal sealed class FftPlan
{
    public FftPlan(int length)
    {
        Length = length;
        var radices = Factor(length);
        Stages = new FftStage[radices.Count];
        var (n, stride) = (length, 1);
        for (var s = 0; s < Stages.Length; s++)
        {
            Stages[s] = new FftStage(radices[s], n, stride);
            n /= radices[s];
            stride *= radices[s];
        }
    }

    public int Length { get; }

    public FftStage[] Stages { get; }

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
