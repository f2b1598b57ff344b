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

    public int Planned(SamplerState state, int step) => state.StoppedBy is null ? StepCount : step;

    public SamplerState Start()
    {
        var begin = damage.Begin();
        var x = TensorPool.RentLike(begin);
        ToSigned(begin.Data, x.Data);
        if (options.MatchedSteps == 0)
        {
            AddFreshNoise(x, options.StartSigma, NoiseUse.Start, 0);
        }

        return new SamplerState
        {
            X = x,
            Kernel = startKernel.Clone(),
            Estimate = options.AverageEstimates ? new ImageTensor(3, x.Height, x.Width) : null,
        };
    }

    public PriorRequest Prepare(SamplerState state, int step)
    {
        var (level, alpha) = (Level(state, step), Alpha(state, step));
        var z = ToUnit(state.X);
        var data = DataStepFor(state.Kernel);
        var residual = data.ResidualOf(z);
        var fused = options.Guidance == GuidanceMode.Off ? z : data.Correct(z, residual, alpha);
        var fusedLevel = options.Guidance == GuidanceMode.Off ? level : FusedLevel(state, data, step);
        var abar = NoiseLevel.AlphaBarOf(fusedLevel);
        var (input, asked) = ToPrior(fused, (float)Math.Sqrt(abar), MirrorOf(step));
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

        var x0 = CleanEstimate.Clamped(prior.Prediction, request.Input, output, request.AlphaBar, MirrorOf(step), MeanOf(state, step));
        Return(request.Input);
        Return(request.Asked, unless: request.Input);
        pending = null;
        Record(state, request.Alpha, request.Loss);
        End(state, step, state.Estimate ?? x0);
        if (Learns(state, step))
        {
            // Early estimates are smooth, and a kernel fitted to them shrinks towards "no blur": only later ones teach it.
            state.Kernel = damage.Learn(state.Kernel, ToUnit(x0), options.KernelRounds);
        }

        if (state.StoppedBy is null && step + 1 >= options.MatchedSteps)
        {
            AddFreshNoise(x0, Level(state, step + 1), NoiseUse.Step, step);
        }

        Return(state.X);
        state.X = x0;
    }

    public ResidentStep? Describe(SamplerState state, int step)
    {
        // Learning needs the estimate here anyway; whoever listens, before noise is added to it.
        var noisy = options.FreshNoise > 0 && step + 1 >= options.MatchedSteps;
        if (options.Guidance == GuidanceMode.Off || Learns(state, step) || (Hears && noisy && !options.AverageEstimates) || DataStepFor(state.Kernel) is not { Resident: { } resident } data)
        {
            return null;
        }

        var (alpha, fusedLevel) = (Alpha(state, step), FusedLevel(state, data, step));
        var abar = NoiseLevel.AlphaBarOf(fusedLevel);
        var isLast = step + 1 == StepCount || (options.Fall is not null && Level(state, step) <= LastLevel(state));
        return new ResidentStep
        {
            Data = resident,
            Alpha = alpha,
            AlphaBar = abar,
            Timestep = (float)levels.TimestepOf(fusedLevel),
            Mirror = MirrorOf(step),
            Clean = CleanEstimate.Coefficients(prior.Prediction, abar),
            MeanShare = options.AverageEstimates ? ShareOf(step) : null,
            Noise = isLast || !noisy ? null : new FreshNoise(noise, step, NoiseWeight(Level(state, step + 1))),
            ComesHome = isLast || Hears,
        };
    }

    public void Took(SamplerState state, int step, double loss)
    {
        Record(state, Alpha(state, step), loss);
        End(state, step, state.Estimate ?? state.X);
    }

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

    /// <summary>The discrepancy principle (Morozov 1966): nothing is explained more closely than an estimate has explained it. Only the latest sample's residuals are in the state.</summary>
    private double NoiseInForce(SamplerState state) =>
        options.Listens && state.Residuals.Count > 0 ? Math.Max(NoiseFloor, state.Residuals.Min()) : NoiseFloor;

    private double LastLevel(SamplerState state) => options.EndSigma * NoiseInForce(state) / NoiseFloor;

    /// <summary>Levels fall geometrically, over the steps that were asked for or by a fixed factor.</summary>
    private double Level(SamplerState state, int step)
    {
        var (n, count, end) = (Math.Max(0, step - options.MatchedSteps), StepCount - options.MatchedSteps, LastLevel(state));
        return options.Fall is { } fall ? Math.Max(end, options.StartSigma / Math.Pow(fall, n))
            : count <= 1 ? end : options.StartSigma * Math.Pow(end / options.StartSigma, (double)n / (count - 1));
    }

    private double Alpha(SamplerState state, int step)
    {
        if (options.Guidance == GuidanceMode.Fixed)
        {
            return options.Scale is { } scale ? GuidanceGain.ToAlpha(scale) : 1;
        }

        var share = NoiseInForce(state) / Level(state, step);
        return IsMatched(step) ? 0 : options.PriorWeight * share * share;
    }

    private bool IsMatched(int step) => options.Guidance == GuidanceMode.Adaptive && step < options.MatchedSteps;

    private int MirrorOf(int step) => (step + options.FirstMirror) % Mirror.Count;

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

    /// <summary>Whether what the estimates leave over has a say.</summary>
    private bool Hears => options.Listens || options.Stop is not null;

    /// <summary>Notes what the estimate leaves over, where that has a say, and whether the step was the last.</summary>
    private void End(SamplerState state, int step, ImageTensor estimate)
    {
        var arrived = options.Fall is not null && Level(state, step) <= LastLevel(state);
        if (Hears)
        {
            var clean = ToUnit(estimate);
            var left = DataStepFor(state.Kernel).ResidualOf(clean);
            state.Residuals.Add(Math.Sqrt(TensorPrimitives.SumOfSquares(left.Data) / left.Data.Length));
            Return(left);
            Return(clean);
        }

        state.StoppedBy = options.Stop?.Reason(state.Residuals, NoiseFloor)
            ?? (step + 1 == StepCount ? options.AtMost : arrived ? StopReason.Residual : null);
    }

    private bool Learns(SamplerState state, int step) => options.LearnKernel && options.KernelFrom <= (options.Fall is null
        ? (double)step / StepCount
        : Math.Log(options.StartSigma / Level(state, step)) / Math.Log(options.StartSigma / LastLevel(state)));

    /// <summary>In a matched step the iterate has no say, so its weight is that of the noise: less of it, nearer to the observation.</summary>
    private double FusedLevel(SamplerState state, IDataStep data, int step)
    {
        var noise = NoiseInForce(state) * (IsMatched(step) ? Math.Sqrt(options.PriorWeight) : 1);
        return Math.Clamp(data.FusedLevel(noise, Level(state, step), Alpha(state, step)), levels.Min, levels.Max);
    }

    private void Record(SamplerState state, double alpha, double loss)
    {
        state.ScaleHistory.Add(options.Guidance == GuidanceMode.Off ? 0 : GuidanceGain.ToScale(alpha));
        state.LossHistory.Add(loss);
    }

    /// <summary>Enters a row of the clean estimate into the running mean over the steps taken so far; null where none is kept.</summary>
    private Action<float[], Range>? MeanOf(SamplerState state, int step) => state.Estimate is not { Data: var mean } ? null : (x0, range) =>
    {
        var row = mean.AsSpan(range);
        var share = (float)ShareOf(step);
        TensorPrimitives.Multiply(row, 1 - share, row);
        TensorPrimitives.MultiplyAdd(x0.AsSpan(range), share, row, row);
    };

    /// <summary>Weight of a step's estimate in the mean so far.</summary>
    private double ShareOf(int step) => Math.Max(1.0 / (step + 1), options.LatestShare);

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
