using BirD.Restoration.Priors;
using BirD.Restoration.Priors.Verification;

namespace BirD.Client.PriorTools;

/// <summary>A verification in the machine-readable output. Scripts depend on these names.</summary>
/// <param name="File">The model.</param>
/// <param name="Name">Null when the metadata cannot be read.</param>
/// <param name="Version">Likewise.</param>
/// <param name="Sha256">Likewise.</param>
/// <param name="Device">Where it ran; null when it did not load.</param>
/// <param name="Verdict">ok, weak or unfit.</param>
/// <param name="Problem">The first broken promise of the contract, or null.</param>
/// <param name="Levels">Empty when there is a problem.</param>
internal sealed record VerificationLine(
    string File, string? Name, string? Version, string? Sha256, string? Device, string Verdict,
    string? Problem, IReadOnlyList<VerificationLine.Level> Levels)
{
    public static VerificationLine Of(string file, DenoiserInfo? info, string? device, VerificationReport report) => new(
        file, info?.Name, info?.Version, info?.Sha256, device, PriorVerify.Word(report.Verdict), report.Problem,
        [.. report.Figures.Select(f => new Level(Math.Round(f.Sigma * 255, 3), f.Noisy, f.Denoised, f.WeightFree, PriorVerify.Word(f.Verdict)))]);

    /// <param name="Noise">Standard deviation in codes of 255.</param>
    /// <param name="Noisy">PSNR before, decibels.</param>
    /// <param name="Denoised">PSNR of the prior's answer.</param>
    /// <param name="WeightFree">PSNR of the analytic prior without weights.</param>
    /// <param name="Verdict">ok, weak or unfit.</param>
    internal sealed record Level(double Noise, double Noisy, double Denoised, double WeightFree, string Verdict);
}
