namespace BirD.Restoration.Frequency;

/// <summary>The discrete cosine transform of 8 x 8 blocks as JPEG defines it, which is the orthonormal one.</summary>
internal static class BlockTransform
{
    public const int Side = 8;

    public const int Length = Side * Side;

    private static readonly float[] Basis = MakeBasis();

    /// <summary>Samples to coefficients, row-major, in place.</summary>
    public static void Forward(Span<float> block) => Apply(block, transpose: false);

    /// <summary>Coefficients to samples, in place.</summary>
    public static void Inverse(Span<float> block) => Apply(block, transpose: true);

    private static void Apply(Span<float> block, bool transpose)
    {
        Span<float> half = stackalloc float[Length];
        Rows(block, half, transpose);
        Rows(half, block, transpose);
    }

    /// <summary>Transforms each row and stores it as a column, so that two calls do both directions.</summary>
    private static void Rows(ReadOnlySpan<float> source, Span<float> target, bool transpose)
    {
        for (var row = 0; row < Side; row++)
        {
            for (var k = 0; k < Side; k++)
            {
                var sum = 0f;
                for (var n = 0; n < Side; n++)
                {
                    sum += Basis[transpose ? (n * Side) + k : (k * Side) + n] * source[(row * Side) + n];
                }

                target[(k * Side) + row] = sum;
            }
        }
    }

    private static float[] MakeBasis()
    {
        var basis = new float[Length];
        for (var at = 0; at < Length; at++)
        {
            var (k, n) = (at / Side, at % Side);
            basis[at] = (float)(Math.Sqrt((k == 0 ? 1.0 : 2.0) / Side) * Math.Cos(((2 * n) + 1) * k * Math.PI / (2 * Side)));
        }

        return basis;
    }
}
