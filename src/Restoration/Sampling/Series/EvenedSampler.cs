using BirD.Restoration.Degradations.Noise;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Sampling.Series;

/// <summary>A sampler that works under a curve which evens the noise out over brightness; its result is given without the curve.</summary>
/// <param name="inner">Sees the observation under the curve.</param>
/// <param name="curve">See <see cref="StabilisingCurve"/>.</param>
public sealed class EvenedSampler(ISampler inner, StabilisingCurve curve) : ISampler
{
    public int StepCount => inner.StepCount;

    public Window? Focus => inner.Focus;

    public int Planned(SamplerState state, int step) => inner.Planned(state, step);

    public SamplerState Start() => inner.Start();

    public PriorRequest Prepare(SamplerState state, int step) => inner.Prepare(state, step);

    public void Advance(SamplerState state, int step, ImageTensor output) => inner.Advance(state, step, output);

    public ImageTensor Result(SamplerState state)
    {
        var evened = inner.Result(state);
        var result = curve.Back(evened);
        TensorPool.Return(evened);
        return result;
    }

    /// <summary>Under the curve, where one level holds for all of it.</summary>
    public double Residual(SamplerState state) => inner.Residual(state);

    /// <summary>Likewise.</summary>
    public ImageTensor? ResidualMap(SamplerState state) => inner.ResidualMap(state);

    /// <summary>Likewise.</summary>
    public ImageTensor? Uncertainty(SamplerState state) => inner.Uncertainty(state);
}
