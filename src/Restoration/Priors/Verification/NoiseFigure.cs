namespace BirD.Restoration.Priors.Verification;

/// <summary>How well a prior denoises at one level: means over the test scenes, decibels.</summary>
/// <param name="Sigma">Noise, standard deviation of values in [0,1].</param>
/// <param name="Noisy">PSNR before.</param>
/// <param name="Denoised">PSNR of the prior's answer.</param>
/// <param name="WeightFree">PSNR of the analytic Gaussian prior, which knows only that pictures are smooth.</param>
/// <param name="Flat">PSNR of the clean picture's mean colour, which beats the noisy picture at high noise.</param>
public sealed record NoiseFigure(double Sigma, double Noisy, double Denoised, double WeightFree, double Flat)
{
    /// <summary>What the figure says of the prior.</summary>
    public Verdict Verdict => Denoised > WeightFree ? Verdict.Ok : Denoised > Math.Max(Noisy, Flat) ? Verdict.Weak : Verdict.Unfit;
}

/// <summary>Ordered from good to bad.</summary>
public enum Verdict
{
    /// <summary>Keeps the contract and denoises better than a filter without weights.</summary>
    Ok = 0,

    /// <summary>Denoises, but a filter without weights does it better: another noise schedule or prediction than declared, or hardly trained.</summary>
    Weak = 1,

    /// <summary>Breaks the contract, or its answers are no better than the noisy picture or its mean colour.</summary>
    Unfit = 2,
}
