using BirD.Restoration.Degradations;

namespace BirD.Restoration.Planning;

/// <param name="Observation">The picture as the sampler is to see it.</param>
/// <param name="Damage">What happened to it.</param>
/// <param name="Kernel">Where kernel learning starts, or the known kernel.</param>
internal sealed record DamageModel(Observation Observation, IDamage Damage, DegradationKernel Kernel);
