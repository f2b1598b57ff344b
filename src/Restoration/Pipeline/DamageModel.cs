using BirD.Restoration.Degradation;
using BirD.Restoration.Sampling;
using BirD.Restoration.Sampling.Robust.Data;

namespace BirD.Restoration.Pipeline;

/// <param name="Observation">The picture as the sampler is to see it.</param>
/// <param name="Damage">What happened to it.</param>
/// <param name="Kernel">Where kernel learning starts, or the known kernel.</param>
internal sealed record DamageModel(Observation Observation, IDamage Damage, DegradationKernel Kernel);
