using BirD.Restoration.Diffusion;
using BirD.Restoration.Priors;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Sampling.Posterior;

/// <summary>The unguided Gaussian of one reverse step: p(x_(t-1) | x_t) = N(mean, exp(logvar)).</summary>
/// <param name="X0">Clean estimate, clamped to [-1,1].</param>
/// <param name="Mean">c1 x0 + c2 x_t.</param>
/// <param name="LogVariance">Per element; learned range when the prior predicts it, else the clipped posterior's.</param>
public sealed record ReverseStep(ImageTensor X0, ImageTensor Mean, ImageTensor LogVariance)
{
    public static ReverseStep Compute(
        NoiseSchedule schedule, int index, PredictionType prediction, ImageTensor x, ImageTensor output)
    {
        var x0 = CleanEstimate.Clamped(prediction, x, output, schedule.AlphaBar[index]);
        var (c1, c2) = ((float)schedule.PosteriorMeanX0[index], (float)schedule.PosteriorMeanXt[index]);
        var (low, high) = ((float)schedule.PosteriorLogVarianceClipped[index], (float)schedule.LogBeta[index]);
        var (mean, logVariance) = (new ImageTensor(3, x.Height, x.Width), new ImageTensor(3, x.Height, x.Width));
        var learned = output.Channels == 6;
        Parallel.For(0, 3 * x.Height, row =>
        {
            for (var p = row * x.Width; p < (row + 1) * x.Width; p++)
            {
                mean.Data[p] = (c1 * x0.Data[p]) + (c2 * x.Data[p]);
                // Channels 3-5 interpolate between the two bounds, unclamped (Nichol and Dhariwal 2021).
                var f = learned ? (output.Data[mean.Data.Length + p] + 1) / 2 : 0f;
                logVariance.Data[p] = (f * high) + ((1 - f) * low);
            }
        });
        return new ReverseStep(x0, mean, logVariance);
    }
}
