using System.Numerics.Tensors;
using BirD.Restoration.Degradations;
using BirD.Restoration.Degradations.Blur;
using BirD.Restoration.Diffusion;
using BirD.Restoration.Priors;
using BirD.Restoration.Settings;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Sampling.Robust;

/// <summary>The default profile: few steps from the observation downwards, exact data steps, a constrained kernel.</summary>
/// <remarks>
/// Each step fuses the iterate with the observation (<see cref="BlurStep"/>), tells the prior the noise level that is
/// left, and takes its estimate as the next iterate. The prior sees the picture mirrored in turn: a mirrored photograph
/// is a photograph, but a network's errors are not mirrored with it and average out. <see cref="SamplerState.X"/> holds the iterate in [-1,1].
/// </remarks>
public sealed class RobustSampler(
    Observation observation, DegradationKernel startKernel, NoiseSchedule schedule, DenoiserInfo prior,
    RobustOptions options, INoiseSource noise, IDamage? damage = null) : IResidentSampler
{
    private readonly IDamage damage = damage ?? new BlurDamage(observation);
    private readonly NoiseLevel levels = new(schedule);
    private IDataStep? dataStep;
    private DegradationKernel? dataStepKernel;
    private Pending? pending;

    public int StepCount => options.Steps;

    public SamplerState Start()
    {
        var begin = damage.Begin();
        var x = TensorPool.RentLike(begin);
        ToSigned(begin.Data, x.Data);
        AddFreshNoise(x, options.StartSigma, NoiseUse.Start, 0);
        return new SamplerState
        {
            X = x,
            Kernel = startKernel.Clone(),
            Estimate = options.AverageEstimates ? new ImageTensor(3, x.Height, x.Width) : null,
        };
    }

    public PriorRequest Prepare(SamplerState state, int step)
    {
        var level = Level(step);
        var z = ToUnit(state.X);
        var data = DataStepFor(state.Kernel);
        var residual = data.ResidualOf(z);
        var alpha = Alpha(level);
        var fused = options.Guidance == GuidanceMode.Off ? z : data.Correct(z, residual, alpha);
        var fusedLevel = options.Guidance == GuidanceMode.Off ? level : FusedLevel(data, level, alpha);
        var abar = NoiseLevel.AlphaBarOf(fusedLevel);
        var (input, asked) = ToPrior(fused, (float)Math.Sqrt(abar), step % Mirror.Count);
        pending = new Pending(step, input, asked, abar, alpha, TensorPrimitives.SumOfSquares(residual.Data) / residual.Data.Length);
        Return(residual);
        Return(z);
        Return(fused, unless: z);
        return new PriorRequest(asked, (float)levels.TimestepOf(fusedLevel), step);
    }

    public void Advance(SamplerState state, int step, ImageTensor output)
    {
        if (pending is not { } request || request.Step != step)
        {
            throw new InvalidOperationException($"Step {step} was not prepared.");
        }

        var x0 = CleanEstimate.Clamped(prior.Prediction, request.Input, output, request.AlphaBar, step % Mirror.Count, MeanOf(state, step));
        Return(request.Input);
        Return(request.Asked, unless: request.Input);
        pending = null;
        Record(state, request.Alpha, request.Loss);
        if (Learns(step))
        {
            // Early estimates are smooth, and a kernel fitted to them shrinks towards "no blur": only later ones teach it.
            state.Kernel = damage.Learn(state.Kernel, ToUnit(x0), options.KernelRounds);
        }

        if (step + 1 < StepCount)
        {
            AddFreshNoise(x0, Level(step + 1), NoiseUse.Step, step);
        }

        Return(state.X);
        state.X = x0;
    }

    public ResidentStep? Describe(SamplerState state, int step)
    {
        // Learning needs the estimate here anyway.
        if (options.Guidance == GuidanceMode.Off || Learns(step) || DataStepFor(state.Kernel) is not { Resident: { } resident } data)
        {
            return null;
        }

        var level = Level(step);
        var fusedLevel = FusedLevel(data, level, Alpha(level));
        var abar = NoiseLevel.AlphaBarOf(fusedLevel);
        var isLast = step + 1 == StepCount;
        return new ResidentStep
        {
            Data = resident,
            Alpha = Alpha(level),
            AlphaBar = abar,
            Timestep = (float)levels.TimestepOf(fusedLevel),
            Mirror = step % Mirror.Count,
            Clean = CleanEstimate.Coefficients(prior.Prediction, abar),
            MeanShare = options.AverageEstimates ? 1.0 / (step + 1) : null,
            Noise = isLast || options.FreshNoise <= 0 ? null : new FreshNoise(noise, step, NoiseWeight(Level(step + 1))),
            IsLast = isLast,
        };
    }

    public void Took(SamplerState state, int step, double loss) => Record(state, Alpha(Level(step)), loss);

    public ImageTensor Result(SamplerState state)
    {
        var result = damage.Settle(ToUnit(state.Estimate ?? state.X));
        if (options.HoldsTone && options.Guidance != GuidanceMode.Off)
        {
            var residual = DataStepFor(state.Kernel).ResidualOf(result);
            LowFrequencyLock.Hold(result, observation.Y, residual, NoiseFloor);
            Return(residual);
        }

        TensorPrimitives.Clamp(result.Data, 0f, 1f, result.Data);
        return result;
    }

    public double Residual(SamplerState state)
    {
        var residual = ResidualMap(state);
        return Math.Sqrt(TensorPrimitives.SumOfSquares(residual.Data) / residual.Data.Length);
    }

    public ImageTensor ResidualMap(SamplerState state) => DataStepFor(state.Kernel).ResidualOf(Result(state));

    /// <summary>8-bit quantisation alone is noise of 1/sqrt(12) code; nothing is observed more exactly than that.</summary>
    private double NoiseFloor => Math.Max(observation.NoiseSigma, 0.3 / 255);

    private double Level(int step) => StepCount == 1
        ? options.EndSigma
        : options.StartSigma * Math.Pow(options.EndSigma / options.StartSigma, (double)step / (StepCount - 1));

    private double Alpha(double level) => options.Guidance == GuidanceMode.Fixed
        ? options.Scale is { } scale ? GuidanceGain.ToAlpha(scale) : 1
        : options.PriorWeight * NoiseFloor * NoiseFloor / (level * level);

    private IDataStep DataStepFor(DegradationKernel kernel)
    {
        if (!ReferenceEquals(dataStepKernel, kernel))
        {
            (dataStep, dataStepKernel) = (damage.StepFor(kernel), kernel);
        }

        return dataStep!;
    }

    private void AddFreshNoise(ImageTensor x, double level, NoiseUse use, int step)
    {
        if (options.FreshNoise > 0)
        {
            noise.Add(x, use, step, NoiseWeight(level));
        }
    }

    /// <summary>The factor 2: levels are in [0,1] units, x is in [-1,1].</summary>
    private float NoiseWeight(double level) => (float)(2 * level * options.FreshNoise);

    private bool Learns(int step) => options.LearnKernel && step >= options.KernelFrom * StepCount;

    private double FusedLevel(IDataStep data, double level, double alpha) =>
        Math.Clamp(data.FusedLevel(NoiseFloor, level, alpha), levels.Min, levels.Max);

    private void Record(SamplerState state, double alpha, double loss)
    {
        state.ScaleHistory.Add(options.Guidance == GuidanceMode.Off ? 0 : GuidanceGain.ToScale(alpha));
        state.LossHistory.Add(loss);
    }

    /// <summary>Enters a row of the clean estimate into the running mean over the steps taken so far; null where none is kept.</summary>
    private static Action<float[], Range>? MeanOf(SamplerState state, int step) => state.Estimate is not { Data: var mean } ? null : (x0, range) =>
    {
        var row = mean.AsSpan(range);
        TensorPrimitives.Multiply(row, (float)step / (step + 1), row);
        TensorPrimitives.MultiplyAdd(x0.AsSpan(range), 1f / (step + 1), row, row);
    };

    /// <summary>The iterate as the prior's noise level has it, and the same mirrored. Row by row, so that what several passes need stays in the cache.</summary>
    private static (ImageTensor Input, ImageTensor Asked) ToPrior(ImageTensor unit, float scale, int mirror)
    {
        var (input, width, height) = (TensorPool.RentLike(unit), unit.Width, unit.Height);
        var asked = mirror == 0 ? input : TensorPool.RentLike(unit);
        Parallel.For(0, unit.Channels * height, n =>
        {
            var row = input.Data.AsSpan(n * width, width);
            ToSigned(unit.Data.AsSpan(n * width, width), row);
            TensorPrimitives.Multiply(row, scale, row);
            if (mirror != 0)
            {
                Mirror.PlaceRow(row, mirror, n / height, n % height, asked);
            }
        });
        return (input, asked);
    }

    private static void ToSigned(ReadOnlySpan<float> unit, Span<float> signed)
    {
        TensorPrimitives.Multiply(unit, 2f, signed);
        TensorPrimitives.Subtract(signed, 1f, signed);
    }

    private static ImageTensor ToUnit(ImageTensor signed)
    {
        var (unit, width) = (TensorPool.RentLike(signed), signed.Width);
        Parallel.For(0, signed.Channels * signed.Height, n =>
        {
            var row = unit.Data.AsSpan(n * width, width);
            TensorPrimitives.Add(signed.Data.AsSpan(n * width, width), 1f, row);
            TensorPrimitives.Multiply(row, 0.5f, row);
        });
        return unit;
    }

    /// <summary>Nobody but this sampler has seen these tensors, or whoever did is done with them.</summary>
    private static void Return(ImageTensor tensor, ImageTensor? unless = null)
    {
        if (!ReferenceEquals(tensor, unless))
        {
            TensorPool.Return(tensor);
        }
    }

    private sealed record Pending(int Step, ImageTensor Input, ImageTensor Asked, double AlphaBar, double Alpha, double Loss);
}
