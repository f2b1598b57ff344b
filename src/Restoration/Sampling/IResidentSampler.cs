namespace BirD.Restoration.Sampling;

/// <summary>A sampler whose steps a device can take by itself, so that x_t stays there from one step to the next.</summary>
public interface IResidentSampler : ISampler
{
    /// <summary>What a device must know of this step; null where it has to be taken by <see cref="ISampler.Prepare"/> and <see cref="ISampler.Advance"/>.</summary>
    ResidentStep? Describe(SamplerState state, int step);

    /// <summary>Notes that the device has taken the step. <see cref="SamplerState.X"/> is up to date only after one that was <see cref="ResidentStep.ComesHome"/>.</summary>
    /// <param name="state">Receives what is recorded of the step.</param>
    /// <param name="step">Step index.</param>
    /// <param name="loss">Mean square of the residual before the data step, [0,1] units.</param>
    void Took(SamplerState state, int step, double loss);
}
