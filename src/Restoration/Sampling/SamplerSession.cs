using BirD.Restoration.Tensors;

namespace BirD.Restoration.Sampling;

/// <summary>One picture's run: an algorithm, its state, and how far it has come.</summary>
public sealed class SamplerSession
{
    private ISampler? sampler;
    private SamplerState? state;
    private (int For, ResidentStep? Step) described = (-1, null);

    public SamplerSession(ISampler sampler)
        : this(sampler, sampler.Start(), 0)
    {
    }

    public SamplerSession(ISampler sampler, SamplerState state, int stepIndex)
    {
        (this.sampler, this.state) = (sampler, state);
        StepIndex = stepIndex;
        Plan();
    }

    /// <exception cref="InvalidOperationException">The session has been released.</exception>
    public ISampler Sampler => sampler ?? throw new InvalidOperationException("The session has been released.");

    /// <exception cref="InvalidOperationException">The session has been released.</exception>
    public SamplerState State => state ?? throw new InvalidOperationException("The session has been released.");

    /// <summary>The state for somebody who only looks, from any thread; null once the session has been released.</summary>
    public SamplerState? Peek() => Volatile.Read(ref state);

    /// <summary>Steps already taken.</summary>
    public int StepIndex { get; private set; }

    /// <summary>Steps of the whole run as far as known: it may fall from step to step, and is exact at the end.</summary>
    public int StepCount { get; private set; }

    /// <summary>The engine's order of first arrival: a session that comes back after a checkpoint keeps its place. 0 before.</summary>
    internal long Turn { get; set; }

    public bool IsComplete => StepIndex >= StepCount;

    /// <summary>What the prior must evaluate for the next step.</summary>
    public PriorRequest Prepare() => Sampler.Prepare(State, StepIndex);

    /// <summary>Takes the step with the prior's answer.</summary>
    public void Advance(ImageTensor output)
    {
        Sampler.Advance(State, StepIndex, output);
        StepIndex++;
        Plan();
    }

    /// <summary>The next step for a device that takes it by itself; null where it can't be taken so.</summary>
    public ResidentStep? Describe()
    {
        if (described.For != StepIndex)
        {
            described = (StepIndex, (Sampler as IResidentSampler)?.Describe(State, StepIndex));
        }

        return described.Step;
    }

    /// <summary>Notes that the device has taken the step that <see cref="Describe"/> told of.</summary>
    public void Took(double loss)
    {
        ((IResidentSampler)Sampler).Took(State, StepIndex, loss);
        StepIndex++;
        Plan();
    }

    /// <summary>Back to an earlier step, for who has put the state back likewise.</summary>
    internal void Rewind(int step)
    {
        StepIndex = step;
        Plan();
    }

    /// <summary>Lets go of algorithm and state once the result has been taken: others may hold the session for its counts.</summary>
    internal void Release() => (sampler, state) = (null, null);

    private void Plan() => StepCount = Sampler.Planned(State, StepIndex);
}
