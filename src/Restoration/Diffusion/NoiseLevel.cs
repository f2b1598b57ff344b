namespace BirD.Restoration.Diffusion;

/// <summary>Translates between a chain's timesteps and plain noise standard deviations.</summary>
/// <remarks>
/// The level is sigma = sqrt((1 - abar) / abar) / 2: the noise of x_t / sqrt(abar) seen in [0,1] picture units
/// (the factor 1/2 because the chain lives in [-1,1]). Between timesteps log sigma is interpolated linearly, so a
/// prior that accepts fractional timesteps can be told any level.
/// </remarks>
public sealed class NoiseLevel
{
    private readonly double[] logSigma;

    public NoiseLevel(NoiseSchedule chain) =>
        logSigma = [.. chain.AlphaBar.Select(abar => Math.Log(Math.Sqrt((1 - abar) / abar) / 2))];

    /// <summary>Smallest level the chain knows, about 0.005.</summary>
    public double Min => Math.Exp(logSigma[0]);

    /// <summary>Largest level the chain knows, about 79.</summary>
    public double Max => Math.Exp(logSigma[^1]);

    /// <summary>Fractional timestep whose level is <paramref name="sigma"/>, clamped to the chain.</summary>
    public double TimestepOf(double sigma)
    {
        var target = Math.Log(Math.Clamp(sigma, Min, Max));
        var upper = Array.BinarySearch(logSigma, target);
        if (upper >= 0)
        {
            return upper;
        }

        upper = Math.Clamp(~upper, 1, logSigma.Length - 1);
        var (a, b) = (logSigma[upper - 1], logSigma[upper]);
        return upper - 1 + Math.Clamp((target - a) / (b - a), 0, 1);
    }

    /// <summary>abar of a level: 1 / (1 + (2 sigma)^2).</summary>
    public static double AlphaBarOf(double sigma) => 1 / (1 + (4 * sigma * sigma));
}
