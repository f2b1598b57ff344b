using BirD.Restoration.Degradations;
using BirD.Restoration.Sampling;
using BirD.Restoration.Tensors;

namespace BirD.Grains.Tests.Fakes;

/// <summary>A sampler of one pixel whose value depends on every step taken, so that a lost or repeated step shows.</summary>
internal sealed class FakeSampler(string name, int steps) : ISampler
{
    public string Name => name;

    public int StepCount => steps;

    public int Planned(SamplerState state, int step) => steps;

    public SamplerState Start() => StateOf(1f);

    public PriorRequest Prepare(SamplerState state, int step) => new(state.X, step);

    public void Advance(SamplerState state, int step, ImageTensor output) => state.X.Data[0] = (state.X.Data[0] * 0.75f) + step;

    public ImageTensor Result(SamplerState state) => state.X;

    public double Residual(SamplerState state) => 0;

    public static SamplerState StateOf(float value) => new()
    {
        X = new ImageTensor(1, 1, 1, [value]),
        Kernel = new DegradationKernel(1, 1, [value]),
    };
}
