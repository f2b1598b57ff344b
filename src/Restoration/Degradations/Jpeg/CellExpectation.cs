namespace BirD.Restoration.Degradations.Jpeg;

/// <summary>Where in its quantisation cell a coefficient most probably lies, given a guess of it that errs.</summary>
/// <remarks>
/// The file says that it lies within half a divisor of the stored value, the guess that it is Gaussian around itself: the
/// expectation under both is the mean of a truncated Gaussian. It stays inside the cell; it follows the guess where the divisor
/// is large against the guess's error, and the stored value where it is small. Tabulated, because it is asked for every
/// coefficient at every step.
/// </remarks>
internal sealed class CellExpectation
{
    /// <summary>Guesses farther from the stored value than this many divisors are taken to be this far.</summary>
    private const int Farthest = 2;

    /// <summary>Entries per divisor.</summary>
    private const int Density = 64;

    /// <summary>Points of the midpoint rule over the cell.</summary>
    private const int Points = 64;

    private readonly float divisor;
    private readonly float[] offsets = new float[(Farthest * Density) + 2];

    /// <param name="divisor">Width of the cell, codes.</param>
    /// <param name="error">Standard deviation of the guess, codes.</param>
    public CellExpectation(int divisor, double error)
    {
        this.divisor = divisor;
        for (var n = 0; n < offsets.Length; n++)
        {
            offsets[n] = (float)(divisor * MeanOf((double)n / Density, error / divisor));
        }
    }

    /// <summary>Expected distance from the stored value, for a guess at this distance; codes.</summary>
    public float OffsetOf(float guess)
    {
        var at = Math.Min(Math.Abs(guess) / divisor * Density, Farthest * Density);
        var (below, part) = ((int)at, at - (int)at);
        return MathF.CopySign(offsets[below] + (part * (offsets[below + 1] - offsets[below])), guess);
    }

    /// <summary>In units of the divisor.</summary>
    private static double MeanOf(double guess, double error)
    {
        // Relative to the nearest point of the cell, or every weight of a far guess would vanish.
        var nearest = Math.Min(guess, 0.5);
        var (sum, weights) = (0.0, 0.0);
        for (var n = 0; n < Points; n++)
        {
            var x = ((n + 0.5) / Points) - 0.5;
            var weight = Math.Exp((((nearest - guess) * (nearest - guess)) - ((x - guess) * (x - guess))) / (2 * error * error));
            (sum, weights) = (sum + (weight * x), weights + weight);
        }

        return sum / weights;
    }
}
