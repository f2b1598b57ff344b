using BirD.Restoration.Tensors;

namespace BirD.Restoration.Sampling.Series;

/// <summary>Several runs of one algorithm, each with noise of its own: their mean is the result, their spread says where it is invented.</summary>
/// <remarks>
/// One step after another, sample after sample, so that a checkpoint can be taken and the run resumed anywhere. The mean
/// is taken in one fixed order (Welford), so it doesn't depend on where the run was interrupted.
/// </remarks>
/// <param name="samples">One sampler per sample, in order; all of the same step count.</param>
public sealed class SampleSeries(IReadOnlyList<ISampler> samples) : IResidentSampler
{
    public int StepCount => samples.Count * samples[0].StepCount;

    public int Planned(SamplerState state, int step)
    {
        var (turn, start) = At(state);
        return turn == samples.Count ? step : start + samples[turn].Planned(state, step - start) + ((samples.Count - turn - 1) * samples[0].StepCount);
    }

    public SamplerState Start() => samples[0].Start();

    public PriorRequest Prepare(SamplerState state, int step)
    {
        var (turn, start) = At(state);
        return samples[turn].Prepare(state, step - start);
    }

    public void Advance(SamplerState state, int step, ImageTensor output)
    {
        var (turn, start) = At(state);
        samples[turn].Advance(state, step - start, output);
        Include(state, step);
    }

    public ResidentStep? Describe(SamplerState state, int step)
    {
        var (turn, start) = At(state);
        return (samples[turn] as IResidentSampler)?.Describe(state, step - start);
    }

    public void Took(SamplerState state, int step, double loss)
    {
        var (turn, start) = At(state);
        ((IResidentSampler)samples[turn]).Took(state, step - start, loss);
        Include(state, step);
    }

    public ImageTensor Result(SamplerState state) =>
        state.SampleMean?.Clone() ?? throw new InvalidOperationException("No sample is complete yet.");

    public double Residual(SamplerState state) => samples[^1].Residual(state);

    public ImageTensor? ResidualMap(SamplerState state) => samples[^1].ResidualMap(state);

    /// <summary>Standard deviation over the samples at each pixel, mean over the channels, one plane, [0,1] units.</summary>
    public ImageTensor? Uncertainty(SamplerState state)
    {
        if (state.SampleSpread is not { } spread)
        {
            return null;
        }

        var map = new ImageTensor(1, spread.Height, spread.Width);
        for (var p = 0; p < map.Data.Length; p++)
        {
            var sum = 0.0;
            for (var c = 0; c < spread.Channels; c++)
            {
                sum += Math.Sqrt(spread.Data[(c * map.Data.Length) + p] / (samples.Count - 1));
            }

            map.Data[p] = (float)(sum / spread.Channels);
        }

        return map;
    }

    /// <summary>After the last step of a sample: enters it, and starts the next.</summary>
    private void Include(SamplerState state, int step)
    {
        var (sample, start) = At(state);
        if (samples[sample].Planned(state, step + 1 - start) > step + 1 - start)
        {
            return;
        }

        state.SampleEnds.Add(step + 1);
        Include(state, samples[sample].Result(state), sample + 1);
        if (sample + 1 < samples.Count)
        {
            var fresh = samples[sample + 1].Start();
            // What one sample has learned of the blur is a better start for the next.
            (state.X, state.Estimate) = (fresh.X, fresh.Estimate);
            (state.Mask, state.GuidanceScale, state.LogNormaliser) = (fresh.Mask, fresh.GuidanceScale, fresh.LogNormaliser);
            state.StoppedBy = null;
            state.Residuals.Clear();
        }
    }

    /// <summary>The sample whose turn it is, and the step at which it began.</summary>
    private static (int Turn, int Start) At(SamplerState state) => (state.SampleEnds.Count, state.SampleEnds is [.., var end] ? (int)end : 0);

    /// <summary>mean += (x - mean) / n; spread += (x - old mean)(x - new mean).</summary>
    private static void Include(SamplerState state, ImageTensor result, int count)
    {
        var mean = state.SampleMean ??= new ImageTensor(result.Channels, result.Height, result.Width);
        var spread = state.SampleSpread ??= new ImageTensor(result.Channels, result.Height, result.Width);
        for (var n = 0; n < result.Data.Length; n++)
        {
            var before = result.Data[n] - mean.Data[n];
            mean.Data[n] += before / count;
            spread.Data[n] += before * (result.Data[n] - mean.Data[n]);
        }
    }
}
