using System.Numerics.Tensors;
using BirD.Restoration.Degradations;
using BirD.Restoration.Diffusion;
using BirD.Restoration.Priors;
using BirD.Restoration.Settings;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Sampling.Posterior;

/// <summary>BIR-D's ancestral sampler (Algorithm 1): reverse step, mean shift by s dL/dx0, gradient steps on K and M, next s.</summary>
/// <param name="observation">The damaged picture.</param>
/// <param name="schedule">The respaced chain; step 0 of the run is its last entry.</param>
/// <param name="prior">Tells how to read the prior's output.</param>
/// <param name="options">Paper, released, or a variant of either.</param>
/// <param name="noise">Where every random number comes from.</param>
public sealed class PosteriorSampler(
    Observation observation, NoiseSchedule schedule, DenoiserInfo prior, PosteriorOptions options, INoiseSource noise) : ISampler
{
    /// <summary>y in [-1,1], where the scale lives; the loss uses [0,1].</summary>
    private readonly ImageTensor signedY = ToSigned(observation.Y);

    public int StepCount => schedule.Count;

    public int Planned(SamplerState state, int step) => StepCount;

    public SamplerState Start()
    {
        var (h, w) = (observation.Y.Height, observation.Y.Width);
        var x = new ImageTensor(3, h, w);
        noise.Fill(x, NoiseUse.Start, 0);
        return StartFrom(x, PosteriorStart.Kernel(options, noise), PosteriorStart.Mask(noise, h, w));
    }

    /// <summary>Starts from a given x_t, kernel and mask instead of drawn ones.</summary>
    public SamplerState StartFrom(ImageTensor x, DegradationKernel kernel, float[]? mask)
    {
        var l = options.ReleasedScale ? 1.0 : schedule.LogBeta[^1];
        return new SamplerState
        {
            X = x,
            Kernel = kernel,
            Mask = mask,
            GuidanceScale = options.Scale,
            LogNormaliser = AdaptiveGuidanceScale.PseudoLogDensity(signedY, x, l, options.Elements),
        };
    }

    public PriorRequest Prepare(SamplerState state, int step) => new(state.X, schedule.Timesteps[Index(step)], step);

    public void Advance(SamplerState state, int step, ImageTensor output)
    {
        var index = Index(step);
        var reverse = ReverseStep.Compute(schedule, index, prior.Prediction, state.X, output);
        var signed = SignedScale(state);
        var shift = MeanShift.Compute(state, reverse, observation, signedY, schedule.AlphaBar[index], step, signed, options, noise);

        var mean = reverse.Mean;
        TensorPrimitives.Add(mean.Data, shift.Shift.Data, mean.Data);
        var sample = Sample(mean, reverse.LogVariance, index, step);

        state.ScaleHistory.Add(signed);
        state.LossHistory.Add(shift.Loss);
        state.Kernel = shift.Kernel;
        state.Mask = shift.Mask;
        if (options.Guidance == GuidanceMode.Adaptive)
        {
            UpdateScale(state, reverse, shift.LastGradient, mean, sample);
        }

        state.X = sample;
    }

    public ImageTensor Result(SamplerState state)
    {
        var result = state.X.Clone();
        for (var p = 0; p < result.Data.Length; p++)
        {
            result.Data[p] = Math.Clamp((result.Data[p] + 1) / 2, 0f, 1f);
        }

        return result;
    }

    public double Residual(SamplerState state) =>
        Math.Sqrt(new DistanceLoss(state.Kernel, options.MaskInLoss ? state.Mask : null, options.Gray, options.Elements)
            .Evaluate(Result(state), observation.Y).Loss);

    private int Index(int step) => schedule.Count - 1 - step;

    /// <summary>The factor of dL/dx0 in the mean: negative is downhill. The released first step goes uphill.</summary>
    private double SignedScale(SamplerState state) => options.Guidance switch
    {
        GuidanceMode.Off => 0,
        GuidanceMode.Fixed => -options.Scale,
        _ => options.ReleasedScale && state.ScaleHistory.Count == 0 ? state.GuidanceScale : -Math.Abs(state.GuidanceScale),
    };

    private ImageTensor Sample(ImageTensor mean, ImageTensor logVariance, int index, int step)
    {
        var sample = new ImageTensor(3, mean.Height, mean.Width);
        noise.Fill(sample, NoiseUse.Step, step);
        Parallel.For(0, 3 * mean.Height, row =>
        {
            for (var p = row * mean.Width; p < (row + 1) * mean.Width; p++)
            {
                var deviation = index > 0 ? MathF.Exp(logVariance.Data[p] / 2) * sample.Data[p] : 0;
                sample.Data[p] = mean.Data[p] + deviation;
            }
        });
        return sample;
    }

    private void UpdateScale(
        SamplerState state, ReverseStep reverse, ImageTensor gradient, ImageTensor mean, ImageTensor sample)
    {
        var d = options.Elements;
        var numerator = AdaptiveGuidanceScale.Taylor(gradient, sample, mean, d)
            + AdaptiveGuidanceScale.PseudoLogDensity(signedY, mean, reverse.LogVariance, d)
            + state.LogNormaliser;

        // The denominator sees the noisy sample in [-1,1] through the updated kernel and mask, as released.
        var distance = new DistanceLoss(state.Kernel, state.Mask, gray: false, d).Evaluate(sample, signedY).Loss;
        var next = options.ReleasedScale
            ? -Math.Abs(numerator / (options.DenominatorFactor * distance))
            : AdaptiveGuidanceScale.Bounded(numerator, distance, options.DenominatorFactor, state.Kernel.MaxSum(), d);
        if (double.IsFinite(next))
        {
            state.GuidanceScale = next;
        }
        else
        {
            state.NonFiniteScales++;
        }

        state.LogNormaliser = AdaptiveGuidanceScale.PseudoLogDensity(signedY, sample, reverse.LogVariance, d);
    }

    private static ImageTensor ToSigned(ImageTensor y)
    {
        var signed = y.Clone();
        for (var p = 0; p < signed.Data.Length; p++)
        {
            signed.Data[p] = (signed.Data[p] * 2) - 1;
        }

        return signed;
    }
}
