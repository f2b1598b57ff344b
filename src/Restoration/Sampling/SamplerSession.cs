using BirD.Restoration.Tensors;

namespace BirD.Restoration.Sampling;

/// <summary>One picture's run: an algorithm, its state, and how far it has come.</summary>
public sealed class SamplerSession(ISampler sampler, SamplerState state, int stepIndex)
{
    public SamplerSession(ISampler sampler)
        : this(sampler, sampler.Start(), 0)
    {
    }

    public ISampler Sampler => sampler;

    public SamplerState State => state;

    /// <summary>Steps already taken.</summary>
    public int StepIndex { get; private set; } = stepIndex;

    /// <summary>Steps of the whole run.</summary>
    public int StepCount => sampler.StepCount;

    /// <summary>The engine's order of first arrival: a session that comes back after a checkpoint keeps its place. 0 before.</summary>
    internal long Turn { get; set; }

    public bool IsComplete => StepIndex >= StepCount;

    /// <summary>What the prior must evaluate for the next step.</summary>
    public PriorRequest Prepare() => sampler.Prepare(state, StepIndex);

    /// <summary>Takes the step with the prior's answer.</summary>
    public void Advance(ImageTensor output)
    {
        sampler.Advance(state, StepIndex, output);
        StepIndex++;
    }
}
