using System.Numerics.Tensors;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Sampling.Borders;

/// <summary>A sampler that works on a picture with a margin, seen from outside as one of the picture itself.</summary>
/// <remarks>The state holds the margin too, so a checkpoint is exact.</remarks>
/// <param name="inner">Of the framed observation.</param>
/// <param name="frame">Where the picture lies in it.</param>
internal sealed class BorderedSampler(IResidentSampler inner, BorderFrame frame) : IResidentSampler
{
    public int StepCount => inner.StepCount;

    public int Planned(SamplerState state, int step) => inner.Planned(state, step);

    public SamplerState Start() => inner.Start();

    public PriorRequest Prepare(SamplerState state, int step) => inner.Prepare(state, step);

    public void Advance(SamplerState state, int step, ImageTensor output) => inner.Advance(state, step, output);

    public ResidentStep? Describe(SamplerState state, int step) => inner.Describe(state, step);

    public void Took(SamplerState state, int step, double loss) => inner.Took(state, step, loss);

    public ImageTensor Result(SamplerState state) => frame.Cut(inner.Result(state));

    public double Residual(SamplerState state)
    {
        var residual = ResidualMap(state);
        return Math.Sqrt(TensorPrimitives.SumOfSquares(residual.Data) / residual.Data.Length);
    }

    /// <summary>Of a state that another hand made of a result, its margin has to be drawn again.</summary>
    public ImageTensor ResidualMap(SamplerState state)
    {
        var whole = frame.Fits(state.X) ? state : new SamplerState { X = frame.Extend(state.X), Kernel = state.Kernel };
        return frame.Cut(inner.ResidualMap(whole) ?? throw new InvalidOperationException("Only algorithms that offer a residual take a margin."));
    }

    public ImageTensor? Uncertainty(SamplerState state) => inner.Uncertainty(state) is { } spread ? frame.Cut(spread) : null;
}
