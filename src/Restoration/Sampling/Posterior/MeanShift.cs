using System.Numerics.Tensors;
using BirD.Restoration.Degradations;
using BirD.Restoration.Diffusion;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Sampling.Posterior;

/// <summary>What one step's loss does to mean, kernel and mask.</summary>
/// <param name="Shift">Added to the mean: signed scale x dL/dx0, averaged over the visits.</param>
/// <param name="LastGradient">The same of the last visit alone, which is what the released scale uses.</param>
/// <param name="Kernel">K after its gradient step (from the pre-update K), averaged over the visits.</param>
/// <param name="Mask">M after its gradient step.</param>
/// <param name="Loss">Mean loss over the visits.</param>
internal sealed record MeanShift(
    ImageTensor Shift, ImageTensor LastGradient, DegradationKernel Kernel, float[]? Mask, double Loss)
{
    public static MeanShift Compute(
        SamplerState state, ReverseStep reverse, Observation observation, ImageTensor signedY, double alphaBar, int step,
        double signedScale, PosteriorOptions options, INoiseSource noise)
    {
        var u = ToUnit(reverse.X0);
        var distance = new DistanceLoss(
            state.Kernel, options.MaskInLoss ? state.Mask : null, options.Gray, options.Elements);
        var visits = Math.Max(1, options.NoisedVisits);
        var kernelSum = new double[state.Kernel.Weights.Length];
        var rate = options.KernelRate ?? NormalisedRate(u, state.Kernel.Size);
        ImageTensor? total = null;
        ImageTensor last = reverse.X0;
        var mask = state.Mask;
        var loss = 0.0;
        for (var visit = 0; visit < visits; visit++)
        {
            var v = options.NoisedVisits > 0
                ? Renoised(signedY, alphaBar, step, visit, noise)
                : observation.Y;
            var gradients = distance.Evaluate(u, v);
            last = gradients.WithRespectToX0();
            TensorPrimitives.Multiply(last.Data, (float)signedScale, last.Data);
            total = Accumulate(total, last);
            loss += gradients.Loss / visits;
            Descend(state.Kernel, gradients.WithRespectToKernel(), rate, kernelSum);
            if (options.MaskRate > 0 && mask is not null)
            {
                mask = DescendMask(mask, gradients.WithRespectToMask(), options.MaskRate);
            }
        }

        TensorPrimitives.Multiply(total!.Data, 1f / visits, total.Data);
        var kernel = new DegradationKernel(
            state.Kernel.Channels, state.Kernel.Size, [.. kernelSum.Select(sum => (float)(sum / visits))]);
        return new MeanShift(total, last, kernel, mask, loss);
    }

    /// <summary>A tenth of the largest stable step: 0.1 x 3 / (k^2 E[u^2]), about 0.01 at k = 9.</summary>
    private static double NormalisedRate(ImageTensor u, int size)
    {
        var energy = TensorPrimitives.SumOfSquares(u.Data) / u.Data.Length;
        return 0.1 * 3 / (size * size * Math.Max(energy, 1e-3));
    }

    private static void Descend(DegradationKernel kernel, float[] gradient, double rate, double[] sum)
    {
        for (var n = 0; n < sum.Length; n++)
        {
            sum[n] += kernel.Weights[n] - (float)(rate * gradient[n]);
        }
    }

    private static float[] DescendMask(float[] mask, float[] gradient, double rate)
    {
        var next = new float[mask.Length];
        TensorPrimitives.MultiplyAdd(gradient, (float)-rate, mask, next);
        return next;
    }

    private static ImageTensor Accumulate(ImageTensor? total, ImageTensor part)
    {
        if (total is null)
        {
            return part.Clone();
        }

        TensorPrimitives.Add(total.Data, part.Data, total.Data);
        return total;
    }

    private static ImageTensor Renoised(ImageTensor signedY, double alphaBar, int step, int visit, INoiseSource noise)
    {
        var noised = new ImageTensor(3, signedY.Height, signedY.Width);
        noise.Fill(noised, NoiseUse.Observation + visit, step);
        var (a, b) = ((float)Math.Sqrt(alphaBar), (float)Math.Sqrt(1 - alphaBar));
        for (var p = 0; p < noised.Data.Length; p++)
        {
            noised.Data[p] = ((a * signedY.Data[p]) + (b * noised.Data[p]) + 1) / 2;
        }

        return noised;
    }

    private static ImageTensor ToUnit(ImageTensor x0)
    {
        var u = new ImageTensor(3, x0.Height, x0.Width);
        for (var p = 0; p < u.Data.Length; p++)
        {
            u.Data[p] = (x0.Data[p] + 1) / 2;
        }

        return u;
    }
}
