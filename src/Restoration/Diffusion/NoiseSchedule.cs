namespace BirD.Restoration.Diffusion;

/// <summary>The tables of a Gaussian diffusion chain, in double precision (Ho et al. 2020; guided-diffusion's respacing).</summary>
/// <remarks>Index i is the i-th retained step in ascending time; <see cref="Timesteps"/> gives what the network is told.</remarks>
public sealed class NoiseSchedule
{
    private NoiseSchedule(double[] alphaBar, int[] timesteps)
    {
        var n = alphaBar.Length;
        (Timesteps, AlphaBar) = (timesteps, alphaBar);
        (Beta, AlphaBarPrevious) = (new double[n], new double[n]);
        (PosteriorVariance, PosteriorLogVarianceClipped, LogBeta) = (new double[n], new double[n], new double[n]);
        (PosteriorMeanX0, PosteriorMeanXt) = (new double[n], new double[n]);
        for (var i = 0; i < n; i++)
        {
            var previous = i == 0 ? 1.0 : alphaBar[i - 1];
            var beta = 1 - (alphaBar[i] / previous);
            (AlphaBarPrevious[i], Beta[i], LogBeta[i]) = (previous, beta, Math.Log(beta));
            PosteriorVariance[i] = beta * (1 - previous) / (1 - alphaBar[i]);
            PosteriorMeanX0[i] = beta * Math.Sqrt(previous) / (1 - alphaBar[i]);
            PosteriorMeanXt[i] = (1 - previous) * Math.Sqrt(1 - beta) / (1 - alphaBar[i]);
        }

        for (var i = 0; i < n; i++)
        {
            // The posterior variance of step 0 is zero; its log takes the value of step 1.
            var variance = i == 0 && n > 1 ? PosteriorVariance[1] : PosteriorVariance[i];
            PosteriorLogVarianceClipped[i] = Math.Log(Math.Max(variance, 1e-20));
        }
    }

    /// <summary>Steps of the (respaced) chain.</summary>
    public int Count => Timesteps.Length;

    /// <summary>Original timestep of each retained step, ascending.</summary>
    public int[] Timesteps { get; }

    /// <summary>beta_i = 1 - abar_i / abar_(i-1).</summary>
    public double[] Beta { get; }

    /// <summary>abar_i, the share of signal power left at step i.</summary>
    public double[] AlphaBar { get; }

    /// <summary>abar_(i-1), 1 at step 0.</summary>
    public double[] AlphaBarPrevious { get; }

    public double[] PosteriorVariance { get; }

    public double[] PosteriorLogVarianceClipped { get; }

    public double[] LogBeta { get; }

    /// <summary>c1, the weight of x0 in the posterior mean.</summary>
    public double[] PosteriorMeanX0 { get; }

    /// <summary>c2, the weight of x_t in the posterior mean.</summary>
    public double[] PosteriorMeanXt { get; }

    /// <summary>The published chain: betas from 1e-4 to 0.02; for n other than 1000 both ends scale by 1000/n.</summary>
    public static NoiseSchedule Linear(int steps = 1000) => Linear(steps, 1e-4 * (1000.0 / steps), 0.02 * (1000.0 / steps));

    /// <summary>Linear betas between the two ends, both included.</summary>
    public static NoiseSchedule Linear(int steps, double betaStart, double betaEnd)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 2);
        var alphaBar = new double[steps];
        var product = 1.0;
        for (var i = 0; i < steps; i++)
        {
            product *= 1 - (betaStart + ((betaEnd - betaStart) * i / (steps - 1)));
            alphaBar[i] = product;
        }

        return new NoiseSchedule(alphaBar, [.. Enumerable.Range(0, steps)]);
    }

    /// <summary>Keeps a subset of the steps and rebuilds every table from their abar (the marginals stay what they were).</summary>
    public NoiseSchedule Respace(IReadOnlyList<int> retained) =>
        new([.. retained.Select(i => AlphaBar[i])], [.. retained.Select(i => Timesteps[i])]);
}
