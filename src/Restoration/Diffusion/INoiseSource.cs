using System.Numerics.Tensors;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Diffusion;

/// <summary>Standard normal noise by purpose and step. The same request always gives the same values.</summary>
public interface INoiseSource
{
    /// <param name="target">Filled entirely, at most 3 channels.</param>
    /// <param name="use">What the noise is for.</param>
    /// <param name="step">Step index of the run, 0 for noise that belongs to no step.</param>
    void Fill(ImageTensor target, NoiseUse use, int step);

    /// <summary>Adds what <see cref="Fill"/> would fill in, weighted.</summary>
    /// <param name="target">Changed everywhere, at most 3 channels.</param>
    /// <param name="use">What the noise is for.</param>
    /// <param name="step">Step index of the run.</param>
    /// <param name="weight">Standard deviation of what is added.</param>
    void Add(ImageTensor target, NoiseUse use, int step, float weight)
    {
        var fresh = TensorPool.RentLike(target);
        Fill(fresh, use, step);
        TensorPrimitives.MultiplyAdd(fresh.Data, weight, target.Data, target.Data);
        TensorPool.Return(fresh);
    }
}

/// <summary>Independent streams. The numbers are part of the reproducibility promise.</summary>
public enum NoiseUse
{
    /// <summary>The pure-noise or forward-diffused start.</summary>
    Start = 0,

    /// <summary>Noise of the reverse step.</summary>
    Step = 1,

    /// <summary>Uniform start values of kernel and mask are derived from this stream.</summary>
    Parameters = 2,

    /// <summary>Re-noising of the observation; visit n of the released loop draws from <c>Observation + n</c>.</summary>
    Observation = 3,
}
