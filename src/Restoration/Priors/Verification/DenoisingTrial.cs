using BirD.Restoration.Diffusion;
using BirD.Restoration.Engine.Tiling;
using BirD.Restoration.Metrics;
using BirD.Restoration.Sampling;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Priors.Verification;

/// <summary>One evaluation at a known noise level, through the product's own tiling and schedule.</summary>
public sealed class DenoisingTrial(IDenoiser denoiser)
{
    private readonly TiledDenoiser tiles = new(denoiser);
    private readonly NoiseLevel levels = new(NoiseSchedule.Linear(denoiser.Info.ScheduleSteps, denoiser.Info.BetaStart, denoiser.Info.BetaEnd));

    /// <summary>Adds Gaussian noise and lets the prior take it off.</summary>
    /// <param name="clean">RGB, [0,1].</param>
    /// <param name="sigma">Standard deviation in the units of <paramref name="clean"/>.</param>
    /// <param name="seed">Of the noise.</param>
    /// <param name="cancellationToken">Stops the evaluation.</param>
    /// <returns>PSNR in decibels of the noisy picture (not clipped) and of the prior's answer.</returns>
    public (double Noisy, double Denoised) Run(ImageTensor clean, double sigma, ulong seed, CancellationToken cancellationToken)
    {
        var noisy = new ImageTensor(3, clean.Height, clean.Width);
        new PhiloxNoise(seed).Fill(noisy, NoiseUse.Start, 0);
        var abar = NoiseLevel.AlphaBarOf(sigma);
        var (x, signal) = (new ImageTensor(3, clean.Height, clean.Width), (float)Math.Sqrt(abar));
        for (var n = 0; n < x.Data.Length; n++)
        {
            noisy.Data[n] = clean.Data[n] + ((float)sigma * noisy.Data[n]);
            x.Data[n] = signal * ((2 * noisy.Data[n]) - 1);
        }

        var output = tiles.Evaluate(new PriorRequest(x, (float)levels.TimestepOf(sigma)), cancellationToken);
        var estimate = CleanEstimate.Clamped(denoiser.Info.Prediction, x, output, abar);
        for (var n = 0; n < estimate.Data.Length; n++)
        {
            estimate.Data[n] = (estimate.Data[n] + 1) / 2;
        }

        return (ImageMetrics.Psnr(noisy, clean), ImageMetrics.Psnr(estimate, clean));
    }
}
